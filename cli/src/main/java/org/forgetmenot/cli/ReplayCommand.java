// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.forgetmenot.replay.Race;
import org.forgetmenot.replay.Replay;
import org.forgetmenot.replay.ReplayOptions;
import org.forgetmenot.replay.ReplayRefused;
import org.forgetmenot.replay.ReplayResult;
import org.forgetmenot.replay.TargetSpec;
import org.forgetmenot.replay.compare.Tolerance;
import org.forgetmenot.replay.target.Virtiofsd;
import org.forgetmenot.server.Personality;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code replay}: the requests of a capture, sent to a live server. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Send the requests of a capture to a live server and compare what it answers.",
            "",
            "Takes captures of one run, or a directory that holds them: the one that tells most is replayed, and what went"
                    + " wrong is judged by all. Nodeids, file handles and places in directories are those of the live"
                    + " server. FORGETs give back what it counts, so that it drops a nodeid when the recorded one did.",
            "",
            "Exits with 0 if everything went as it was recorded, a recorded incident included; with 1 if an answer"
                    + " differs, an incident did not come again, or the server died."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot replay samples/submount-incident --target java",
            "  forgetmenot replay samples/submount-incident --personality virtiofsd-rust",
            "  forgetmenot replay samples/submount-incident --start virtiofsd",
            "  forgetmenot replay run.fusedump --target unix:/run/server.sock --i-own-this-tree",
            "  forgetmenot replay run.pcapng --race free --repeat 100 --format json"
        })
final class ReplayCommand implements Callable<Integer> {
    /** Runs of one replay: more take long, and tell no more. */
    private static final int RUNS_MAX = 100_000;

    private static final String VIRTIOFSD = "virtiofsd";

    /** A target by its text. */
    static final class TargetText implements ITypeConverter<TargetSpec> {
        @Override
        public TargetSpec convert(String value) {
            try {
                return TargetSpec.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A speed: {@code asap} is 0, {@code recorded} is 1, {@code x2.5} is 2.5. */
    static final class Speed implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            String text = value.toLowerCase(Locale.ROOT);
            if (text.equals("asap")) {
                return 0.0;
            }
            if (text.equals("recorded")) {
                return 1.0;
            }
            try {
                double speed = text.startsWith("x") ? Double.parseDouble(text.substring(1)) : 0;
                if (speed > 0 && speed < Double.POSITIVE_INFINITY) {
                    return speed;
                }
            } catch (NumberFormatException e) {
                // said below
            }
            throw new TypeConversionException("'" + value + "' is no pace; there are: asap, recorded, xN such as x10");
        }
    }

    /** The names after {@code --tolerate}. */
    static final class ToleranceNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Tolerance.values()).map(Tolerance::id).iterator();
        }
    }

    /** A tolerance by its name. */
    static final class ToleranceName implements ITypeConverter<Tolerance> {
        @Override
        public Tolerance convert(String value) {
            Tolerance tolerance = Tolerance.of(value);
            if (tolerance == null) {
                List<String> names =
                        Stream.of(Tolerance.values()).map(Tolerance::id).toList();
                String near = NearMiss.of(value.toLowerCase(Locale.ROOT), names);
                throw new TypeConversionException("no tolerance is called '" + value + "'; "
                        + (near == null ? "" : "did you mean " + near + "? ") + "there are: "
                        + String.join(", ", names));
            }
            return tolerance;
        }
    }

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final SavedCaptureOptions captures = new SavedCaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    @Option(
            names = "--target",
            paramLabel = "T",
            defaultValue = "java",
            converter = TargetText.class,
            description = "The server: java (a new one in this process, with the files of the capture), unix:PATH,"
                    + " tcp:HOST:PORT, mount:DIR (files below a directory, by their paths), vhost-user:SOCKET"
                    + " (virtiofsd, as QEMU reaches it), 'fuse-server:COMMAND' (starts a server that mounts through"
                    + " libfuse 3, without a mount: {} in COMMAND, or its end, is the mount point,"
                    + " {files} a directory with the files of the capture) (default:"
                    + " ${DEFAULT-VALUE}).")
    private TargetSpec target = TargetSpec.parse("java");

    @Option(
            names = "--start",
            paramLabel = "SERVER",
            description = "Start the server instead, on the files of the capture, and end it again: virtiofsd. As root"
                    + " submounts are real mounts, which nobody else sees.")
    private @Nullable String start;

    @Option(
            names = "--server-path",
            paramLabel = "FILE",
            description = "The program that --start starts, in C or in Rust (default: where distributions have it).")
    private @Nullable Path serverPath;

    @Option(
            names = "--personality",
            paramLabel = "NAME",
            completionCandidates = PersonalityName.All.class,
            converter = PersonalityName.class,
            description =
                    "Whose manners the Java server has: ${COMPLETION-CANDIDATES} (default: virtiofsd-c for its own"
                            + " logs, else virtiofsd-rust).")
    private @Nullable Personality personality;

    @Option(names = "--serial", description = "Send each request when the last one is answered, whatever was recorded.")
    private boolean serial;

    @Option(
            names = "--pace",
            paramLabel = "PACE",
            defaultValue = "asap",
            converter = Speed.class,
            description =
                    "When to send: asap, recorded, or xN for N times the recorded speed (default: ${DEFAULT-VALUE}).")
    private double pace;

    @Option(
            names = "--race",
            paramLabel = "WHO",
            defaultValue = "recorded",
            description = "Where a FORGET was on its way at the same time as a request for its nodeid, send it in the"
                    + " recorded order, first, last, or as a die says: ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}).")
    private Race race = Race.RECORDED;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replay it N times, and say how often each incident came again.")
    private int repeat = 1;

    @Option(
            names = "--raw-forget",
            description = "Send FORGETs with the recorded counts, though the live server counts less: some die of it.")
    private boolean rawForget;

    @Option(
            names = "--tolerate",
            paramLabel = "WHAT",
            split = ",",
            completionCandidates = ToleranceNames.class,
            converter = ToleranceName.class,
            description = "Differences that do not count, instead of all of: ${COMPLETION-CANDIDATES}.")
    private @Nullable List<Tolerance> tolerate;

    @Option(names = "--strict", description = "Every difference counts.")
    private boolean strict;

    @Mixin
    private final LiveServerOptions server = new LiveServerOptions();

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        ReplayOptions options = options();
        ReplayResult result;
        try (OpenCaptures open = captures.openWithDirectories(console)) {
            result = Replay.run(open.list(), target(), personality, options);
        } catch (ReplayRefused e) {
            throw captures.usage(String.valueOf(e.getMessage()));
        }
        if (form.json()) {
            ReplayJson.write(result, console.out());
        } else {
            console.out().print(ReplayReport.of(result, console.ansi()));
        }
        return result.isAsRecorded() ? Main.NOTHING_FOUND : Main.FOUND;
    }

    private TargetSpec target() throws IOException {
        if (start != null) {
            return TargetSpec.starting(Virtiofsd.at(serverPath));
        }
        return server.of(target);
    }

    private void checkStart() {
        if (start == null && serverPath != null) {
            throw captures.usage("--server-path is for --start virtiofsd");
        }
        if (start != null && !start.equals(VIRTIOFSD)) {
            throw captures.usage("--start knows one server, virtiofsd, and not '" + start + "'");
        }
        if (start != null && isGiven("--target")) {
            throw captures.usage("--start starts a server of its own: leave out --target");
        }
        if (start != null && personality != null) {
            throw captures.usage("--personality is for the Java server: leave it out with --start");
        }
    }

    private boolean isGiven(String option) {
        return spec != null && spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private ReplayOptions options() {
        checkStart();
        if (repeat < 1 || repeat > RUNS_MAX) {
            throw captures.usage("--repeat takes 1 to " + RUNS_MAX);
        }
        if (strict && tolerate != null) {
            throw captures.usage("--strict tolerates nothing: leave out --tolerate");
        }
        server.check(target, captures);
        Set<Tolerance> tolerated = strict
                ? Set.of()
                : tolerate == null ? Set.of(Tolerance.values()) : Set.copyOf(EnumSet.copyOf(tolerate));
        return server.of(new ReplayOptions(
                serial ? 1 : ReplayOptions.WINDOW_MAX,
                pace,
                race,
                repeat,
                rawForget,
                tolerated,
                ReplayOptions.DEFAULT.timeoutNs(),
                false));
    }
}
