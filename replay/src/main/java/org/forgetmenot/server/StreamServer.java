// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.forgetmenot.linux.LibC;
import org.jspecify.annotations.Nullable;

/**
 * Serves FUSE messages over a unix socket or TCP: each connection is a session, and messages follow each other as they are,
 * their {@code len} telling where the next one begins. Requests of a connection are answered in their order.
 */
public final class StreamServer implements Closeable {
    /** Beyond it, connections are closed at once. */
    static final int CONNECTIONS_MAX = 1024;

    private static final int SOCKET_UMASK = 0177;
    private static final int ACCEPT_PAUSE_MS = 100;
    private static final int END_MS = 2000;

    private final FuseServer server;
    private final ServerSocketChannel listener;
    private final @Nullable Path socket;
    private final @Nullable String token;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    private StreamServer(
            FuseServer server, ServerSocketChannel listener, @Nullable Path socket, @Nullable String token) {
        this.server = server;
        this.listener = listener;
        this.socket = socket;
        this.token = token;
        this.acceptor = new Thread(this::accept, "accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * Listens on a unix socket, which only this user may connect to.
     *
     * @throws FileAlreadyExistsException if there is a file of that name, be it a socket or not
     */
    public static StreamServer unix(FuseServer server, Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    path.toString(),
                    null,
                    isServed(path) ? "another server listens there" : "exists; remove it if no server uses it");
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        int before = LibC.umask(SOCKET_UMASK);
        try {
            listener.bind(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            listener.close();
            throw e;
        } finally {
            LibC.umask(before);
        }
        return new StreamServer(server, listener, path, null);
    }

    private static boolean isServed(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Listens on TCP.
     *
     * @param token what a client must say first, as a line {@code token TOKEN}; null if anybody who can connect may
     */
    public static StreamServer tcp(FuseServer server, InetSocketAddress address, @Nullable String token)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(address);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return new StreamServer(server, listener, null, token);
    }

    /** Where it listens; of TCP with the port that it got. */
    public String address() {
        try {
            return socket != null
                    ? "unix:" + socket
                    : listener.getLocalAddress() instanceof InetSocketAddress tcp
                            ? "tcp:" + tcp.getHostString() + ":" + tcp.getPort()
                            : "closed";
        } catch (IOException e) {
            return "closed";
        }
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel channel = listener.accept();
                if (open.size() >= CONNECTIONS_MAX) {
                    channel.close();
                    server.log("refused a connection: there are " + CONNECTIONS_MAX + " already");
                    continue;
                }
                open.add(channel);
                Thread thread = new Thread(() -> serve(channel), "connection");
                thread.setDaemon(true);
                thread.start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                server.log("cannot accept a connection: " + e.getMessage());
                pause(ACCEPT_PAUSE_MS); // no descriptors are left, say: that may pass
            }
        }
    }

    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                FuseServer.Connection connection = server.connect()) {
            if (socket == null) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            StreamConnection stream = new StreamConnection(channel, connection, token, StreamConnection.TOKEN_NS_MAX);
            try {
                stream.run();
            } catch (SessionDied e) {
                connection.ended(String.valueOf(e.getMessage())); // said before the client sees that it is closed
            }
        } catch (IOException e) {
            // the client is gone, or we are closing: its session ends, and that is all
            return;
        } finally {
            open.remove(channel);
        }
    }

    /** Closes all connections; sessions end as if their clients had gone. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        if (socket != null) {
            Files.deleteIfExists(socket);
        }
        // what is worked on goes to the files and the recording, which are closed next
        for (int i = 0; i < END_MS && !open.isEmpty(); i++) {
            pause(1);
        }
    }
}
