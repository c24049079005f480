// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.server.FuseSession;
import org.forgetmenot.server.Reply;
import org.forgetmenot.server.SessionDied;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.Tree;

/** A server on a socket that takes one connection, and after some requests dies or falls silent. */
final class TestServer implements Closeable {
    private final ServerSocketChannel listening;
    private final Tree tree;
    private final SessionOptions options;
    private final int requestsMax;
    private final boolean dies;

    /**
     * @param requestsMax it answers
     * @param dies whether it closes the connection then; else it is silent
     */
    TestServer(Path socket, Tree tree, SessionOptions options, int requestsMax, boolean dies) throws IOException {
        this.tree = tree;
        this.options = options;
        this.requestsMax = requestsMax;
        this.dies = dies;
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "test server");
        thread.setDaemon(true);
        thread.start();
    }

    /** The target that reaches it. */
    TargetSpec target() throws IOException {
        return TargetSpec.parse("unix:" + listening.getLocalAddress());
    }

    private void serve() {
        try (SocketChannel channel = listening.accept();
                FuseSession session = new FuseSession(tree, options)) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            Reply reply = new Reply();
            for (int i = 0; i < requestsMax; i++) {
                byte[] message = message(in);
                int length = session.handle(message, 0, message.length, reply);
                out.write(reply.bytes(), 0, length);
            }
            while (!dies) {
                message(in);
            }
        } catch (EOFException | SessionDied e) {
            // the client is gone, or the server should be
        } catch (IOException e) {
            // closed by the test
        }
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] length = new byte[Integer.BYTES];
        in.readFully(length);
        byte[] message = new byte[(int) Wire.u32(length, 0)];
        System.arraycopy(length, 0, message, 0, length.length);
        in.readFully(message, length.length, message.length - length.length);
        return message;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
