// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.linux.OpenFilesLimit;
import org.forgetmenot.replay.CapturedFiles;
import org.forgetmenot.report.Safe;
import org.forgetmenot.server.DeviceMount;
import org.forgetmenot.server.DirectoryTree;
import org.forgetmenot.server.FuseServer;
import org.forgetmenot.server.Personality;
import org.forgetmenot.server.Recorder;
import org.forgetmenot.server.SessionOptions;
import org.forgetmenot.server.Tree;
import org.forgetmenot.server.VhostUserServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code serve}: the live server, over sockets and as a mount, until somebody ends it. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Serve a directory, or what a capture shows of one, as a FUSE server at the nodeid level, with the manners of virtiofsd or libfuse.",
            "",
            "Clients speak FUSE over a unix socket or TCP, one session a connection, or the kernel does, through a real"
                    + " mount, or that of a virtual machine, over virtio-fs. It serves until it gets SIGINT or SIGTERM, or until its mount is unmounted. --record"
                    + " writes every message that passes: the best capture there is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot serve --source /srv/data --mount /mnt --record session.fusedump",
            "  forgetmenot serve --source /srv/data --writable --listen unix:/tmp/fuse.sock",
            "  forgetmenot serve --from samples/submount-incident/virtiofsd.log.gz --listen unix:/tmp/fuse.sock",
            "  forgetmenot serve --source /srv/data --writable --vhost-user /tmp/fs.sock --record guest.fusedump",
            "  forgetmenot serve --source /srv/data --listen tcp:127.0.0.1:9999 --personality virtiofsd-c"
        })
final class ServeCommand implements Callable<Integer> {
    private static final int FINISH_MS = 5000;
    private static final long NS_PER_S = 1_000_000_000L;

    /** For how long the kernel may rely on what it knows, in the words of virtiofsd's {@code cache} option. */
    enum Cache {
        never(0),
        auto(NS_PER_S),
        always(24 * 3600 * NS_PER_S);

        final long timeoutNs;

        Cache(long timeoutNs) {
            this.timeoutNs = timeoutNs;
        }
    }

    private final Console console;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--source", paramLabel = "DIR", description = "Serve the files below DIR.")
    private @Nullable Path source;

    @Option(
            names = "--from",
            paramLabel = "CAPTURE",
            description = "Serve the files that a capture shows, as they were when it began; they are in memory.")
    private @Nullable String from;

    @Option(names = "--writable", description = "Let clients change files; without it all changes fail with EROFS.")
    private boolean writable;

    @Option(
            names = "--personality",
            paramLabel = "NAME",
            completionCandidates = PersonalityName.All.class,
            converter = PersonalityName.class,
            defaultValue = "virtiofsd-rust",
            description = "Whose manners: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). They differ in what a"
                    + " nodeid that is not known gets, in whether nodeids come back, and in what a FORGET of too much"
                    + " does.")
    private Personality personality = Personality.VIRTIOFSD_RUST;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Listen at unix:PATH or tcp:HOST:PORT (port 0: any that is free); may be given again.")
    private List<String> addresses = new ArrayList<>();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "What a TCP client must say first, as a line 'token TOKEN'. Needed to listen on anything but"
                    + " a loopback address.")
    private @Nullable String token;

    @Option(names = "--mount", paramLabel = "DIR", description = "Mount on DIR through /dev/fuse.")
    private @Nullable Path mountPoint;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many requests of the mount are worked on at once (default: ${DEFAULT-VALUE}).")
    private int threads = 4;

    @Option(
            names = "--cache",
            paramLabel = "POLICY",
            description = "For how long the kernel may rely on entries and attributes: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}: a second).")
    private Cache cache = Cache.auto;

    @Option(
            names = "--no-announce-submounts",
            description = "Do not tell the kernel which directories lie on another filesystem than their parent.")
    private boolean hidesSubmounts;

    @Option(
            names = "--vhost-user",
            paramLabel = "SOCKET",
            description =
                    "Serve virtual machines in virtiofsd's place: listen at SOCKET for QEMU or another front-end, one"
                            + " after the other.")
    private @Nullable Path vhostUser;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "Write every message that passes to FILE: .fusedump (of the first connection), .pcapng or"
                    + " .ndjson.")
    private @Nullable String record;

    @Option(names = "--force", description = "Write over a FILE that exists.")
    private boolean force;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Deque<Closeable> open = new ArrayDeque<>();
        Thread hook = new Thread(this::end, "end-serving");
        try {
            // before the tree: a writable one takes the umask away, and a recording is nobody else's to read
            Recording recording = recording();
            if (recording != null) {
                open.push(recording);
            }
            Tree tree = tree();
            open.push(tree::close);
            SessionOptions options = new SessionOptions(personality, writable, cache.timeoutNs, !hidesSubmounts, false);
            Recorder recorder = recording == null ? Recorder.none() : recording.recorder();
            FuseServer server = new FuseServer(tree, options, recorder, this::say);
            Runtime.getRuntime().addShutdownHook(hook);
            for (String address : addresses) {
                open.push(ListenAddress.of(address).listen(server, token, this::say));
            }
            if (vhostUser != null) {
                open.push(listen(server, vhostUser));
                say("listening at vhost-user:" + vhostUser);
            }
            if (mountPoint != null) {
                DeviceMount mount = DeviceMount.mount(server, mountPoint, threads);
                open.push(mount);
                say("mounted on " + mountPoint);
                watch(mount);
            }
            if (recording != null) {
                recording.begin();
            }
            ending.await();
        } finally {
            closeAll(open);
            ended.countDown();
        }
        return Main.NOTHING_FOUND;
    }

    private static VhostUserServer listen(FuseServer server, Path socket) throws IOException {
        try {
            return VhostUserServer.listen(server, socket);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new CaptureException("cannot listen at vhost-user:" + socket + ": " + e.getMessage(), e);
        }
    }

    private Tree tree() throws IOException {
        if (source != null) {
            OpenFilesLimit.raise();
            return DirectoryTree.open(source, writable);
        }
        try (Capture capture = Capture.open(String.valueOf(from), null, console.in())) {
            return CapturedFiles.of(capture);
        }
    }

    private void check() throws IOException {
        if ((source == null) == (from == null)) {
            throw usage("what to serve? give either --source or --from");
        }
        if (addresses.isEmpty() && mountPoint == null && vhostUser == null) {
            throw usage("where to serve? give --listen, --mount or --vhost-user");
        }
        for (String address : addresses) {
            try {
                ListenAddress.of(address).check(token);
            } catch (IllegalArgumentException e) {
                throw usage(String.valueOf(e.getMessage()));
            }
        }
        if (token != null
                && addresses.stream()
                        .noneMatch(address -> ListenAddress.of(address).isTcp())) {
            throw usage("--token is for addresses of tcp");
        }
        if (threads < 1 || threads > DeviceMount.THREADS_MAX) {
            throw usage("--threads takes 1 to " + DeviceMount.THREADS_MAX + ", not " + threads);
        }
        if (record != null && Target.of(record) == null) {
            throw usage("what to record? name the file " + Target.extensions());
        }
        if (record != null && mountPoint != null && liesIn(Path.of(record), mountPoint)) {
            throw usage(record + " lies in " + mountPoint + ", where the mount would hide it");
        }
        if (mountPoint != null
                && source != null
                && Files.isDirectory(mountPoint)
                && Files.isDirectory(source)
                && mountPoint.toRealPath().startsWith(source.toRealPath())) {
            throw usage(mountPoint + " lies in " + source + ": the server would wait for itself");
        }
    }

    private static boolean liesIn(Path file, Path directory) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        return parent != null
                && Files.isDirectory(parent)
                && Files.isDirectory(directory)
                && parent.toRealPath().startsWith(directory.toRealPath());
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private @Nullable Recording recording() throws IOException {
        Target form = record == null ? null : Target.of(record);
        return record == null || form == null ? null : Recording.open(record, form, force, console, this::say);
    }

    /** Ends when somebody unmounts, unless there is somewhere else to serve. */
    private void watch(DeviceMount mount) {
        if (addresses.isEmpty() && vhostUser == null) {
            Thread watcher = new Thread(
                    () -> {
                        try {
                            mount.await();
                            ending.countDown();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "watch-mount");
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** What was opened last is closed first: transports before the files, the files before the recording. */
    private void closeAll(Deque<Closeable> open) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                say(String.valueOf(e.getMessage()));
            }
        }
    }

    private void say(String line) {
        console.err().println("forgetmenot: " + Safe.line(line));
    }

    /** The process may end when everything is unmounted, written and closed. */
    private void end() {
        ending.countDown();
        try {
            if (!ended.await(FINISH_MS, TimeUnit.MILLISECONDS)) {
                say("not everything could be closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
