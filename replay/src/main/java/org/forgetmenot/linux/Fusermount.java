// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * fusermount3, the program with the right to mount for those who have it not: it opens /dev/fuse, mounts, and hands the
 * descriptor back over a socket. Why it refuses is for it to say.
 */
public final class Fusermount {
    private static final String PROGRAM = "fusermount3";
    private static final String SOCKET_VARIABLE = "_FUSE_COMMFD=";
    private static final int END_MS = 2000;

    private Fusermount() {}

    /**
     * Mounts.
     *
     * @return the descriptor of /dev/fuse
     * @throws IOException if there is no such program, or it refuses
     */
    public static int mount(Path mountPoint, String name) throws IOException {
        Path program = find();
        if (program == null) {
            throw new FileSystemException(
                    mountPoint.toString(),
                    null,
                    "only root may mount without " + PROGRAM + "; install the package fuse3");
        }
        int[] pair = UnixSocket.pair(LibC.SOCK_STREAM);
        int ours = pair[0];
        int theirs = pair[1];
        LibC.fcntl(theirs, LibC.F_SETFD, 0);
        try {
            String options = "rw,nosuid,nodev,default_permissions,fsname=" + name + ",subtype=" + name;
            List<String> arguments = List.of("-o", options, "--", mountPoint.toString());
            try (Child child = Child.start(program.toString(), List.of(SOCKET_VARIABLE + theirs), arguments)) {
                LibC.close(theirs);
                theirs = -1;
                int fd = Descriptors.receive(ours);
                child.await(END_MS);
                if (fd < 0) {
                    List<String> said = child.said();
                    throw new FileSystemException(
                            mountPoint.toString(),
                            null,
                            "cannot be mounted on: "
                                    + (said.isEmpty() ? PROGRAM + " " + child.end() : String.join("; ", said)));
                }
                return fd;
            }
        } finally {
            LibC.close(ours);
            if (theirs >= 0) {
                LibC.close(theirs);
            }
        }
    }

    /** Unmounts what {@link #mount} mounted, at once or when the last one in it has gone. */
    public static void unmount(Path mountPoint) {
        Path program = find();
        if (program != null) {
            try {
                Child.run(program.toString(), List.of(), List.of("-u", "-z", "--", mountPoint.toString()));
            } catch (IOException e) {
                return; // it said so itself, and the mount ends with this process
            }
        }
    }

    private static @Nullable Path find() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Arrays.stream(path.split(":", -1))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
