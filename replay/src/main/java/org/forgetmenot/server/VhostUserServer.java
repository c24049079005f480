// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.UnixSocket;
import org.forgetmenot.vhost.BackEnd;
import org.forgetmenot.vhost.BrokenQueue;
import org.forgetmenot.vhost.Chain;
import org.forgetmenot.vhost.VhostSocket;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/**
 * Serves guests over vhost-user, in virtiofsd's place: a machine connects, and its guest mounts. One machine at a time, each a session;
 * when it has gone the next one may come.
 */
public final class VhostUserServer implements Closeable {
    private final FuseServer server;
    private final Path path;
    private final int listener;
    private final EventFd stop = new EventFd();
    private final Thread thread;
    private volatile @Nullable VhostSocket current;

    private VhostUserServer(FuseServer server, Path path) throws IOException {
        this.server = server;
        this.path = path;
        listener = UnixSocket.listen(path);
        thread = new Thread(this::accept, "vhost-user");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens at a socket, which only this user may connect to.
     *
     * @throws FileAlreadyExistsException if there is a file of that name, be it a socket or not
     */
    public static VhostUserServer listen(FuseServer server, Path path) throws IOException {
        UnixSocket.requireFree(path);
        return new VhostUserServer(server, path);
    }

    /** Where it listens. */
    public Path path() {
        return path;
    }

    private void accept() {
        EventFd.Waiting waiting = new EventFd.Waiting(listener, stop.fd());
        while (true) {
            waiting.await(-1);
            if (waiting.isReady(1)) {
                return;
            }
            int fd = LibC.accept4(listener, Pointer.NULL, Pointer.NULL, LibC.SOCK_CLOEXEC);
            if (fd >= 0) {
                serve(fd);
            }
        }
    }

    private void serve(int fd) {
        try (VhostSocket socket = new VhostSocket(fd);
                FuseServer.Connection connection = server.connect();
                BackEnd backEnd = new BackEnd(socket, new Requests(connection), connection::ended)) {
            current = socket;
            backEnd.run();
        } finally {
            current = null;
        }
    }

    /** Gives the requests of a guest to its session. */
    private static final class Requests implements BackEnd.Device {
        private static final ByteOrder ORDER = ByteOrder.nativeOrder();

        private final FuseServer.Connection connection;
        /** Each queue has a thread of its own. */
        private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

        Requests(FuseServer.Connection connection) {
            this.connection = connection;
        }

        private static final class Buffers {
            final Reply reply = new Reply();
            byte[] request = new byte[1 << 16];
        }

        @Override
        public int handle(int queue, Chain chain) throws IOException {
            long length = chain.readBytes();
            if (length < InHeader.BYTES || length > FuseSession.MESSAGE_BYTES_MAX) {
                throw new BrokenQueue("a request of " + length + " bytes is none");
            }
            Buffers own = buffers.get();
            if (own.request.length < length) {
                own.request = new byte[(int) Math.min(FuseSession.MESSAGE_BYTES_MAX, 2 * length)];
            }
            chain.read(own.request);
            int replied;
            try {
                replied = connection.handle(own.request, 0, (int) length, own.reply);
            } catch (SessionDied e) {
                throw new BrokenQueue(String.valueOf(e.getMessage()));
            }
            if (replied > chain.writeBytes()) {
                if (chain.writeBytes() < OutHeader.BYTES) {
                    return 0;
                }
                replied = OutHeader.BYTES; // the guest left less room than it asked for
                Bytes.put32(own.reply.bytes(), OutHeader.LEN, ORDER, replied);
                Bytes.put32(own.reply.bytes(), OutHeader.ERROR, ORDER, -Errno.EIO.number());
            }
            chain.write(own.reply.bytes(), replied);
            return replied;
        }
    }

    /** Closes the connection; the session ends as if the machine had gone. */
    @Override
    public void close() throws IOException {
        stop.signal();
        VhostSocket socket = current;
        if (socket != null) {
            socket.shutdown();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        LibC.close(listener);
        stop.close();
        Files.deleteIfExists(path);
    }
}
