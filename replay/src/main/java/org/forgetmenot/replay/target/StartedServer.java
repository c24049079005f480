// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.forgetmenot.linux.Child;
import org.forgetmenot.linux.MountNamespace;
import org.jspecify.annotations.Nullable;

/** A server that was started for a replay, with what was made for it; or none, where somebody else has started it. */
final class StartedServer implements Closeable {
    /** A connection may end before its process has. */
    private static final int END_MS = 1000;

    /** A server that closes its connection ends by itself. */
    private static final int GOODBYE_MS = 1000;

    private final @Nullable Child child;
    private final List<String> notes;
    private final Runnable cleanUp;
    private final Thread hook;
    private boolean closed;

    /**
     * A server that runs.
     *
     * @param notes what there is to know of how it runs, whole sentences
     * @param cleanUp removes what was made for it
     */
    StartedServer(@Nullable Child child, List<String> notes, Runnable cleanUp) {
        this.child = child;
        this.notes = notes;
        this.cleanUp = cleanUp;
        this.hook = new Thread(this::end, "end-server");
        if (child != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** Starts a program. */
    @FunctionalInterface
    interface Start {
        /**
         * Starts it.
         *
         * @param home for what else it needs
         * @param files what it serves
         */
        Child start(Path home, Path files) throws IOException;
    }

    /** Reaches a program that was started. */
    @FunctionalInterface
    interface Connect {
        Target connect(StartedServer server, Path home) throws IOException;
    }

    /**
     * Starts a server on files of its own. As root it is in a mount namespace of its own, where device files open no device: a capture
     * may make some, and ask for them.
     */
    static Target onFiles(Filling filling, Start start, Connect connect) throws IOException {
        Path home = Files.createTempDirectory("forgetmenot-");
        StartedServer server = null;
        try {
            boolean isRoot = MountNamespace.isAllowed();
            MountNamespace.Work<StartedServer> launch = () -> {
                Path files = Files.createDirectory(home.resolve("files"));
                if (isRoot) {
                    MountNamespace.defuse(files);
                }
                List<String> notes = filling.fill(files, isRoot);
                return new StartedServer(start.start(home, files), notes, () -> remove(home));
            };
            server = isRoot ? MountNamespace.inOwn(launch) : launch.run();
            return connect.connect(server, home);
        } catch (IOException e) {
            if (server == null) {
                remove(home);
            } else {
                server.close();
            }
            throw e;
        }
    }

    private static void remove(Path home) {
        try {
            Files.walkFileTree(home, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return; // it lies among temporary files, and somebody holds it
        }
    }

    static StartedServer none() {
        return new StartedServer(null, List.of(), () -> {});
    }

    /** How it died, as far as the connection shows, and as far as the process does. */
    String died(String how) {
        return child == null || !child.await(END_MS) ? how : how + "; its process " + child.end();
    }

    boolean hasEnded() {
        return child != null && !child.isAlive();
    }

    List<String> said() {
        return child == null ? List.of() : child.said();
    }

    List<String> notes() {
        return notes;
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        if (child != null) {
            child.await(GOODBYE_MS);
            child.close();
        }
        cleanUp.run();
    }

    /** Ends it, if it has not ended by itself, and removes what was made for it. */
    @Override
    public void close() {
        end();
        if (child != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // we are ending anyway
            }
        }
    }
}
