// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.StreamServer;
import org.jspecify.annotations.Nullable;

/** Where a server listens: {@code unix:PATH} or {@code tcp:HOST:PORT}. */
record ListenAddress(@Nullable Path path, String host, int port) {
    private static final String UNIX = "unix:";
    private static final String TCP = "tcp:";
    private static final int PORT_MAX = 65535;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ListenAddress of(String text) {
        if (text.startsWith(UNIX) && text.length() > UNIX.length()) {
            return new ListenAddress(Path.of(text.substring(UNIX.length())), "", 0);
        }
        int colon = text.lastIndexOf(':');
        if (text.startsWith(TCP) && colon > TCP.length()) {
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port >= 0 && port <= PORT_MAX) {
                    return new ListenAddress(null, text.substring(TCP.length(), colon), port);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(wrong(text), e);
            }
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "'" + text + "' is no address: give unix:PATH or tcp:HOST:PORT";
    }

    boolean isTcp() {
        return path == null;
    }

    private InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    /**
     * Makes sure that not everybody may connect.
     *
     * @throws IllegalArgumentException if they might
     */
    void check(@Nullable String token) {
        if (path != null) {
            return;
        }
        InetSocketAddress address = socketAddress();
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + host);
        }
        if (token == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    host + " is no loopback address: everybody who reaches it could connect; give --token");
        }
    }

    /** Begins to listen, and says where. */
    StreamServer listen(FuseServer server, @Nullable String token, Consumer<String> say) throws IOException {
        try {
            StreamServer stream =
                    path != null ? StreamServer.unix(server, path) : StreamServer.tcp(server, socketAddress(), token);
            say.accept("listening at " + stream.address());
            return stream;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            String where = path != null ? UNIX + path : TCP + host + ":" + port;
            throw new CaptureException("cannot listen at " + where + ": " + e.getMessage(), e);
        }
    }
}
