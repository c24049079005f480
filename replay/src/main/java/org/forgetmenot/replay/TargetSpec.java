// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import org.forgetmenot.replay.target.Filling;
import org.forgetmenot.replay.target.FuseServerTarget;
import org.forgetmenot.replay.target.JavaTarget;
import org.forgetmenot.replay.target.StreamTarget;
import org.forgetmenot.replay.target.Target;
import org.forgetmenot.replay.target.VhostUserTarget;
import org.forgetmenot.replay.target.Virtiofsd;
import org.forgetmenot.replay.tree.TreeBuilder;
import org.forgetmenot.replay.tree.TreeFromCapture;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.Personality;
import org.jspecify.annotations.Nullable;

/** Which live server a capture is replayed against, as it stands on the command line. */
public final class TargetSpec {
    private static final String JAVA = "java";
    private static final String UNIX = "unix:";
    private static final String MOUNT = "mount:";
    private static final String TCP = "tcp:";
    private static final String VHOST_USER = "vhost-user:";
    private static final String FUSE_SERVER = "fuse-server:";
    private static final String VIRTIOFSD = "virtiofsd";
    private static final int PORT_MAX = 65535;

    private final String text;
    private final @Nullable String host;
    private final int port;
    private final @Nullable String token;
    private final @Nullable Virtiofsd starts;

    private TargetSpec(
            String text, @Nullable String host, int port, @Nullable String token, @Nullable Virtiofsd starts) {
        this.text = text;
        this.host = host;
        this.port = port;
        this.token = token;
        this.starts = starts;
    }

    /** A virtiofsd that is started for the replay, on files made for it. */
    public static TargetSpec starting(Virtiofsd server) {
        return new TargetSpec(VIRTIOFSD, null, 0, null, server);
    }

    /**
     * Reads {@code java}, {@code unix:PATH}, {@code tcp:HOST:PORT}, {@code mount:DIR}, {@code vhost-user:SOCKET} or
     * {@code fuse-server:COMMAND}.
     *
     * @throws IllegalArgumentException if it is none of these, with a message for the user
     */
    public static TargetSpec parse(String text) {
        if (text.equals(JAVA) || isBehind(text, UNIX) || isBehind(text, MOUNT) || isBehind(text, VHOST_USER)) {
            return new TargetSpec(text, null, 0, null, null);
        }
        if (text.startsWith(FUSE_SERVER)) {
            FuseServerTarget.words(text.substring(FUSE_SERVER.length()));
            return new TargetSpec(text, null, 0, null, null);
        }
        int colon = text.lastIndexOf(':');
        if (text.startsWith(TCP) && colon > TCP.length()) {
            String host = text.substring(TCP.length(), colon);
            boolean brackets = host.startsWith("[") && host.endsWith("]");
            return new TargetSpec(
                    text, brackets ? host.substring(1, host.length() - 1) : host, port(text, colon + 1), null, null);
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no target; there are: java, unix:PATH, tcp:HOST:PORT, mount:DIR,"
                        + " vhost-user:SOCKET, fuse-server:COMMAND");
    }

    private static boolean isBehind(String text, String prefix) {
        return text.startsWith(prefix) && text.length() > prefix.length();
    }

    private static int port(String text, int at) {
        try {
            int port = Integer.parseInt(text.substring(at));
            if (port > 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text.substring(at) + "' is no port: 1 to " + PORT_MAX);
    }

    /** The same with what a TCP server wants to hear first. */
    public TargetSpec withToken(String secret) {
        return new TargetSpec(text, host, port, secret, starts);
    }

    /** Whether the tree is the replay's own, made for it and gone with it. */
    boolean isOwnTree() {
        return isJava() || starts != null || (text.startsWith(FUSE_SERVER) && FuseServerTarget.hasFiles(text));
    }

    /** Whether it is the Java server in this process. */
    boolean isJava() {
        return text.equals(JAVA);
    }

    /** Whether a server of a stream is reached over a network. */
    public boolean isTcp() {
        return host != null;
    }

    /** Whether it is a directory that somebody else serves. */
    public boolean isMount() {
        return text.startsWith(MOUNT);
    }

    /** Fails if there is no server, as {@link #open} would. Of virtiofsd only the socket is looked for: it ends with its client. */
    void check() throws IOException {
        if (host != null) {
            StreamTarget.tcp(host, port, token).close();
        } else if (text.startsWith(UNIX)) {
            StreamTarget.unix(text.substring(UNIX.length())).close();
        } else if (text.startsWith(MOUNT)) {
            JavaTarget.mount(text.substring(MOUNT.length()), false).close();
        } else if (text.startsWith(VHOST_USER)) {
            VhostUserTarget.check(text.substring(VHOST_USER.length()));
        }
    }

    /**
     * Starts or reaches the server.
     *
     * @param mayChange whether the replay may change files that are not its own
     */
    Target open(TreeFromCapture tree, Personality personality, boolean mayChange) throws IOException {
        if (host != null) {
            return StreamTarget.tcp(host, port, token);
        }
        Filling filling = (directory, mayMount) -> TreeBuilder.build(tree, directory, mayMount);
        if (starts != null) {
            return starts.start(filling);
        }
        if (text.startsWith(VHOST_USER)) {
            return VhostUserTarget.connect(text.substring(VHOST_USER.length()));
        }
        if (text.startsWith(FUSE_SERVER)) {
            return FuseServerTarget.start(text.substring(FUSE_SERVER.length()), filling);
        }
        if (text.startsWith(UNIX)) {
            return StreamTarget.unix(text.substring(UNIX.length()));
        }
        if (text.startsWith(MOUNT)) {
            return JavaTarget.mount(text.substring(MOUNT.length()), mayChange);
        }
        try {
            return JavaTarget.of(TreeBuilder.build(tree), personality, tree.hasPosixAcls());
        } catch (FuseError e) {
            throw new IOException(
                    "the files of the capture do not fit into the Java server's memory: " + e.getMessage(), e);
        }
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return text;
    }
}
