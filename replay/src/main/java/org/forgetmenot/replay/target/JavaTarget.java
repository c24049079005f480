// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.forgetmenot.server.DirectoryTree;
import org.forgetmenot.server.FuseSession;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Reply;
import org.forgetmenot.server.SessionDied;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.Tree;

/**
 * The Java server inside this process: each request is answered before the next one is sent. On a directory of this machine
 * it is what stands between nodeids and paths, and whoever serves the directory is the server that is tried.
 */
public final class JavaTarget implements Target {
    private static final byte[] NONE = {};

    private final FuseSession session;
    private final Tree tree;
    private final String name;
    private final boolean pathLevel;
    private final Reply made = new Reply();
    private final ArrayDeque<byte[]> replies = new ArrayDeque<>();
    private byte[] reply = NONE;

    private JavaTarget(Tree tree, SessionOptions options, String name, boolean pathLevel) {
        this.tree = tree;
        this.name = name;
        this.pathLevel = pathLevel;
        session = new FuseSession(tree, options);
    }

    /**
     * A new session on a tree of its own.
     *
     * @param posixAcls whether it has access control lists
     */
    public static JavaTarget of(Tree tree, Personality personality, boolean posixAcls) {
        SessionOptions options = SessionOptions.of(personality, true);
        return new JavaTarget(
                tree, posixAcls ? options.withPosixAcls() : options, "the Java server (" + personality + ")", false);
    }

    /**
     * A new session on a directory, which some other server serves.
     *
     * @param writable whether the replay may change it
     */
    public static JavaTarget mount(String directory, boolean writable) throws IOException {
        Tree files = DirectoryTree.open(Path.of(directory), writable);
        SessionOptions options =
                SessionOptions.of(Personality.VIRTIOFSD_RUST, true).withPosixAcls();
        return new JavaTarget(files, options, "the filesystem at " + directory, true);
    }

    @Override
    public boolean isPathLevel() {
        return pathLevel;
    }

    @Override
    public void send(byte[] message, int length) throws TargetDied {
        int answered;
        try {
            answered = session.handle(message, 0, length, made);
        } catch (SessionDied e) {
            throw new TargetDied("died: " + e.getMessage());
        }
        if (answered > 0) {
            replies.add(Arrays.copyOf(made.bytes(), answered));
        }
    }

    @Override
    public int receive(long timeoutNs) {
        byte[] next = replies.poll();
        reply = next == null ? NONE : next;
        return reply.length;
    }

    @Override
    public byte[] reply() {
        return reply;
    }

    @Override
    public void flush() {}

    /** How many nodeids it counts, without the root. */
    public int nodes() {
        return session.nodes();
    }

    @Override
    public String describe() {
        return name;
    }

    @Override
    public void close() throws IOException {
        session.close();
        tree.close();
    }
}
