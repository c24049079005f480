// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.forgetmenot.linux.Child;
import org.forgetmenot.linux.MountNamespace;
import org.jspecify.annotations.Nullable;

/** virtiofsd, started for a replay on a directory that is made for it: the one in C, and the one in Rust. */
public final class Virtiofsd {
    /** Both refuse older kernels: C before 7.31, Rust before 7.27. */
    static final int MINOR_MIN = 31;

    private static final List<String> USUAL_PLACES = List.of(
            "/usr/libexec/virtiofsd", "/usr/lib/qemu/virtiofsd", "/usr/lib/virtiofsd", "/usr/libexec/qemu/virtiofsd");

    private static final Pattern VERSION = Pattern.compile("virtiofsd(?: version| backend)? ([0-9][0-9.]*)");
    private static final long START_NS = 10_000_000_000L;
    private static final long RETRY_NS = 2_000_000L;

    /** Whose command line it has. */
    private enum Kind {
        C {
            @Override
            List<String> arguments(Path socket, Path shared, boolean isRoot) {
                return List.of(
                        "--socket-path=" + socket,
                        "-o",
                        "source=" + shared + ",sandbox=chroot,cache=auto,announce_submounts");
            }
        },
        RUST {
            @Override
            List<String> arguments(Path socket, Path shared, boolean isRoot) {
                return List.of(
                        "--socket-path=" + socket,
                        "--shared-dir=" + shared,
                        "--announce-submounts",
                        "--sandbox=" + (isRoot ? "chroot" : "none"));
            }
        };

        abstract List<String> arguments(Path socket, Path shared, boolean isRoot);
    }

    /** Fills the directory that is served. */
    @FunctionalInterface
    public interface Filling {
        /**
         * Makes the files.
         *
         * @param mayMount whether mounts may be made in it, which are gone with the server
         * @return what there is to know of them, whole sentences
         */
        List<String> fill(Path directory, boolean mayMount) throws IOException;
    }

    private final String program;
    private final Kind kind;
    private final String version;

    private Virtiofsd(String program, Kind kind, String version) {
        this.program = program;
        this.kind = kind;
        this.version = version;
    }

    /**
     * Finds the program.
     *
     * @param path null to look where distributions put it
     * @throws TargetUnreachable if there is none
     */
    public static Virtiofsd at(@Nullable Path path) throws IOException {
        String program = path != null
                ? path.toString()
                : USUAL_PLACES.stream()
                        .filter(place -> Files.isExecutable(Path.of(place)))
                        .findFirst()
                        .orElseThrow(() -> new TargetUnreachable("there is no virtiofsd in "
                                + String.join(", ", USUAL_PLACES) + "; say where it is with --server-path"));
        String help = output(program, "--help");
        Kind kind = help.contains("--shared-dir") ? Kind.RUST : help.contains("sandbox=") ? Kind.C : null;
        Matcher version = VERSION.matcher(output(program, "--version"));
        if (kind == null || !version.find()) {
            throw new TargetUnreachable(program + " is no virtiofsd that is known: its --help and --version say"
                    + " neither what the one in C says nor what the one in Rust does");
        }
        return new Virtiofsd(program, kind, version.group(1));
    }

    private static String output(String program, String option) throws TargetUnreachable {
        try {
            Process process = new ProcessBuilder(program, option)
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TargetUnreachable("cannot start the server: " + e.getMessage(), e);
        }
    }

    /**
     * Starts it on a directory of its own, and connects to it.
     *
     * @param filling makes the files of the directory
     */
    public Target start(Filling filling) throws IOException {
        Path home = Files.createTempDirectory("forgetmenot-");
        StartedServer server = null;
        try {
            boolean isRoot = MountNamespace.isAllowed();
            server = isRoot ? MountNamespace.inOwn(() -> launch(home, filling, true)) : launch(home, filling, false);
            return connect(home.resolve("socket"), server);
        } catch (IOException e) {
            if (server == null) {
                remove(home);
            } else {
                server.close();
            }
            throw e;
        }
    }

    private StartedServer launch(Path home, Filling filling, boolean isRoot) throws IOException {
        Path shared = Files.createDirectory(home.resolve("shared"));
        if (isRoot) {
            // a capture may make device files, and ask root's server to open them
            MountNamespace.defuse(shared);
        }
        List<String> notes = filling.fill(shared, isRoot);
        Child child = Child.start(program, kind.arguments(home.resolve("socket"), shared, isRoot));
        return new StartedServer(child, notes, () -> remove(home));
    }

    private Target connect(Path socket, StartedServer server) throws IOException {
        long end = System.nanoTime() + START_NS;
        while (true) {
            try {
                return VhostUserTarget.connect(socket, server, "virtiofsd " + version);
            } catch (IOException e) {
                if (server.hasEnded() || System.nanoTime() > end) {
                    List<String> said = server.said();
                    throw new TargetUnreachable(
                            server.died(program + " cannot be reached (" + e.getMessage() + ")")
                                    + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1)),
                            e);
                }
                LockSupport.parkNanos(RETRY_NS);
            }
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
}
