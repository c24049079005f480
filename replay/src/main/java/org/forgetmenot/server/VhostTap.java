// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.UnixSocket;
import org.forgetmenot.vhost.Chain;
import org.forgetmenot.vhost.Relay;
import org.forgetmenot.vhost.VhostSocket;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.OutHeader;

/**
 * Listens in on a guest and its virtio-fs server, neither of which is changed: the machine connects here, and this to the server. For
 * one machine, as virtiofsd is.
 */
public final class VhostTap implements Closeable {
    /** The longest message that is recorded: more than any kernel sends. */
    private static final int MESSAGE_BYTES_MAX = 4 << 20;

    private final VhostSocket back;
    private final int listener;
    private final Path path;
    private final Recorder recorder;
    private final Consumer<String> log;
    private final EventFd stop = new EventFd();
    private volatile boolean connected;

    private VhostTap(VhostSocket back, Path path, Recorder recorder, Consumer<String> log) throws IOException {
        this.back = back;
        this.path = path;
        this.recorder = recorder;
        this.log = log;
        listener = UnixSocket.listen(path);
    }

    /**
     * Connects to a server, and listens for the machine that it is for.
     *
     * @param listen the socket to make, which only this user may connect to
     * @param connect the server's socket
     * @param log takes what an operator should know, a line each
     * @throws FileAlreadyExistsException if there is a file where to listen
     * @throws IOException if there is no server
     */
    public static VhostTap open(Path listen, Path connect, Recorder recorder, Consumer<String> log) throws IOException {
        UnixSocket.requireFree(listen); // before the server is met, which may serve but one connection
        VhostSocket back;
        try {
            back = new VhostSocket(UnixSocket.connect(connect));
        } catch (IOException e) {
            throw new IOException("no server at " + connect + ": " + e.getMessage(), e);
        }
        try {
            return new VhostTap(back, listen, recorder, log);
        } catch (IOException e) {
            back.close();
            throw e;
        }
    }

    /** Waits for the machine, and stands between it and its server until one of the two is gone, or {@link #stop} is called before. */
    public void run() throws IOException {
        EventFd.Waiting waiting = new EventFd.Waiting(listener, stop.fd(), back.fd());
        waiting.await(-1);
        if (!waiting.isReady(0)) {
            if (waiting.isReady(2)) {
                log.accept("the server is gone");
            }
            return;
        }
        int fd = LibC.accept4(listener, Pointer.NULL, Pointer.NULL, LibC.SOCK_CLOEXEC);
        if (fd < 0) {
            throw new IOException("cannot accept a connection");
        }
        connected = true;
        log.accept("a machine is connected");
        try (VhostSocket front = new VhostSocket(fd);
                Relay relay = new Relay(front, back, new Recorded(recorder.connect()), log)) {
            relay.run();
        }
        connected = false;
        log.accept("the machine or its server has gone");
    }

    /** Whether it stands between a machine and its server. */
    public boolean isConnected() {
        return connected;
    }

    /** No machine is waited for any longer; one that is connected stays so. */
    public void stop() {
        stop.signal();
    }

    /** Records what passes. */
    private static final class Recorded implements Relay.Watcher {
        private final Recorder.Connection connection;
        /** Each queue has a thread of its own. */
        private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[1 << 16]);

        Recorded(Recorder.Connection connection) {
            this.connection = connection;
        }

        private byte[] room(long length) {
            byte[] own = buffers.get();
            if (own.length < length) {
                own = new byte[(int) length];
                buffers.set(own);
            }
            return own;
        }

        @Override
        public void request(int queue, Chain chain) throws IOException {
            long atNs = System.nanoTime();
            long length = chain.readBytes();
            if (length < InHeader.BYTES || length > MESSAGE_BYTES_MAX) {
                connection.lost(1, atNs);
                return;
            }
            byte[] bytes = room(length);
            chain.read(bytes);
            connection.request(bytes, 0, (int) length, atNs);
        }

        @Override
        public void reply(int queue, Chain chain, int length) throws IOException {
            if (length == 0) {
                return; // as for a FORGET
            }
            long atNs = System.nanoTime();
            if (length < OutHeader.BYTES || length > MESSAGE_BYTES_MAX) {
                connection.lost(1, atNs);
                return;
            }
            byte[] bytes = room(length);
            chain.written(bytes, length);
            connection.reply(bytes, length, atNs);
        }
    }

    @Override
    public void close() throws IOException {
        back.close();
        LibC.close(listener);
        stop.close();
        Files.deleteIfExists(path);
    }
}
