// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.forgetmenot.wire.Errno;

/**
 * Mounts that nobody else sees: a thread leaves the mount namespace of its process, and what it starts is in the new one. The
 * mounts are gone when the last program in it has ended, however that came.
 */
public final class MountNamespace {
    private MountNamespace() {}

    /** What is done in one. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Whether this user may have one. */
    public static boolean isAllowed() {
        return LibC.geteuid() == 0;
    }

    /**
     * Does something on a thread in a namespace of its own, and waits for it.
     *
     * @throws IOException if it does, or if there cannot be such a namespace
     */
    public static <T> T inOwn(Work<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(() -> {
            if (LibC.unshare(LibC.CLONE_NEWNS) != 0) {
                throw failed("cannot leave the mount namespace");
            }
            if (LibC.mount("none", "/", null, LibC.MS_REC | LibC.MS_PRIVATE, null) != 0) {
                throw failed("cannot make mounts private");
            }
            return work.run();
        });
        Thread thread = new Thread(task, "mount-namespace");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Mounts a tmpfs of at most {@code sizeBytes}, in which neither devices nor set-user-ID programs work. */
    public static void tmpfs(Path directory, long sizeBytes) throws IOException {
        if (LibC.mount(
                        "tmpfs",
                        directory.toString(),
                        "tmpfs",
                        LibC.MS_NODEV | LibC.MS_NOSUID,
                        "mode=755,size=" + sizeBytes)
                != 0) {
            throw failed("cannot mount on " + directory);
        }
    }

    /** Makes devices and set-user-ID programs below a directory of no effect. */
    public static void defuse(Path directory) throws IOException {
        String path = directory.toString();
        if (LibC.mount(path, path, null, LibC.MS_BIND, null) != 0
                || LibC.mount(null, path, null, LibC.MS_REMOUNT | LibC.MS_BIND | LibC.MS_NODEV | LibC.MS_NOSUID, null)
                        != 0) {
            throw failed("cannot mount " + directory);
        }
    }

    private static IOException failed(String what) {
        return new IOException(what + ": " + Errno.name(LibC.errno()));
    }
}
