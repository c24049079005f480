// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String SOCKET = "socket";
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
        return StartedServer.onFiles(
                filling,
                (home, shared) ->
                        Child.start(program, kind.arguments(home.resolve(SOCKET), shared, MountNamespace.isAllowed())),
                (server, home) -> connect(home.resolve(SOCKET), server));
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
}
