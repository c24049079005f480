// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.replay.Replay;
import org.forgetmenot.replay.ReplayOptions;
import org.forgetmenot.replay.ReplayRefused;
import org.forgetmenot.replay.TargetSpec;
import org.forgetmenot.replay.minimize.Minimal;
import org.forgetmenot.replay.minimize.Minimizer;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Words;
import org.forgetmenot.server.Personality;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minimize}: the few events of a capture that still show a finding. */
@Command(
        name = "minimize",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Make a capture as small as it goes while a finding in it stays what it is.",
            "",
            "Takes away whole lives of nodeids first, then operations, then, of a kernel's trace, single events, and"
                    + " diagnoses what is left each time: class, nodeid, path, confidence, blame, holders and kinds of"
                    + " evidence must stay. Lines and times of what remains are those of the whole capture."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot minimize samples/submount-incident/virtiofsd.log.gz -o small.ndjson",
            "  forgetmenot minimize trace.dat --finding forget-before-last-use:3 -o small.ndjson",
            "  forgetmenot diagnose small.ndjson"
        })
final class MinimizeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final SavedCaptureOptions captures = new SavedCaptureOptions();

    @Mixin
    private final LiveServerOptions server = new LiveServerOptions();

    @Option(
            names = "--finding",
            paramLabel = "CODE[:NODEID]",
            description = "Which finding; without it the first that diagnose lists.")
    private @Nullable String wanted;

    @Option(
            names = "--target",
            paramLabel = "T",
            converter = ReplayCommand.TargetText.class,
            description =
                    "What is left must also show it on a live server, as with replay: java, unix:PATH, tcp:HOST:PORT,"
                            + " vhost-user:SOCKET or 'fuse-server:COMMAND'. A server that is not started for it keeps what each try changed.")
    private @Nullable TargetSpec target;

    @Option(
            names = "--personality",
            paramLabel = "NAME",
            completionCandidates = PersonalityName.All.class,
            converter = PersonalityName.class,
            description = "Whose manners the Java server of --target has: ${COMPLETION-CANDIDATES}.")
    private @Nullable Personality personality;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description =
                    "Where to write; .ndjson holds everything, .pcapng and .fusedump whole messages; - is standard"
                            + " output.")
    private String output = "";

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    MinimizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (target != null && target.isMount()) {
            throw captures.usage("mount is no target of minimize: a path cannot show what happens to a nodeid");
        }
        captures.check();
        server.check(target, captures);
        captures.checkOutput(output);
        if (captures.count() != 1) {
            throw captures.usage("minimize takes one capture, and " + captures.count() + " are given");
        }
        Target form = output.equals(Capture.STDIN) ? Target.ndjson : Target.of(output);
        if (form == null) {
            throw captures.usage("what to write? name the file " + Target.extensions());
        }
        Finding finding;
        try (OpenCaptures open = captures.open(console)) {
            finding = find(Analysis.diagnose(open.list()));
        }
        Minimal minimal;
        try (OpenCaptures open = captures.open(console)) {
            minimal = Minimizer.minimize(open.list().get(0), finding, reproduction(finding));
        }
        write(minimal, form);
        console.err()
                .println("forgetmenot: " + Words.count(minimal.events(), "event") + " of "
                        + minimal.eventsBefore() + " are left, which make "
                        + Words.count(minimal.operations(), "operation") + "; diagnosed "
                        + Words.count(minimal.trials(), "time"));
        return Main.NOTHING_FOUND;
    }

    private Finding find(Diagnosis diagnosis) throws CaptureException {
        List<Finding> findings = diagnosis.findings();
        if (wanted == null) {
            if (!diagnosis.hasFindings()) {
                throw new CaptureException(
                        captures.path(0) + ": nothing was found in it, so there is nothing to minimize");
            }
            return findings.get(0);
        }
        return findings.stream()
                .filter(finding -> wanted.equals(finding.code().id()) || wanted.equals(name(finding)))
                .findFirst()
                .orElseThrow(() ->
                        captures.usage("there is no finding " + wanted + " in " + captures.path(0) + "; there are: "
                                + findings.stream()
                                        .map(MinimizeCommand::name)
                                        .distinct()
                                        .collect(Collectors.joining(", "))));
    }

    private static String name(Finding finding) {
        Long nodeid = finding.nodeid();
        return finding.code().id() + (nodeid == null ? "" : ":" + Long.toUnsignedString(nodeid));
    }

    /** Whether a live server does it again, where one is asked for. */
    private Minimizer.Trial reproduction(Finding finding) {
        if (target == null) {
            return ndjson -> true;
        }
        TargetSpec live = server.of(target);
        ReplayOptions options = server.of(ReplayOptions.DEFAULT);
        return ndjson -> {
            Path file = Files.createTempFile("forgetmenot", ".ndjson");
            try {
                Files.write(file, ndjson);
                try (Capture capture = Capture.open(file.toString(), "ndjson", console.in())) {
                    return Replay.run(List.of(capture), live, personality, options).incidents().stream()
                            .anyMatch(incident -> incident.code() == finding.code()
                                    && Objects.equals(incident.nodeid(), finding.nodeid())
                                    && Boolean.TRUE.equals(incident.reproduced()));
                }
            } catch (ReplayRefused e) {
                throw captures.usage(String.valueOf(e.getMessage()));
            } finally {
                Files.delete(file);
            }
        };
    }

    private void write(Minimal minimal, Target form) throws IOException {
        try (OutputFile file = OutputFile.whole(output, force, console)) {
            if (form == Target.ndjson) {
                file.stream().write(minimal.ndjson());
            } else {
                convert(minimal.ndjson(), form, file);
            }
            file.keep();
        }
    }

    private static void convert(byte[] ndjson, Target form, OutputFile file) throws IOException {
        long left = 0;
        try (Capture capture = Capture.open(Capture.STDIN, "ndjson", new ByteArrayInputStream(ndjson));
                CaptureWriter writer = form.writer(file.stream(), 0)) {
            Event event = new Event();
            writer.begin(capture);
            while (capture.reader().next(event)) {
                CaptureWriter.Outcome outcome = writer.write(event);
                left += outcome.isWritten() || outcome == CaptureWriter.Outcome.IMPLIED ? 0 : 1;
            }
            writer.end(capture);
        }
        if (left > 0) {
            throw new CaptureException(form + " cannot hold " + Words.count(left, "event")
                    + " of what is left, as the capture has no whole messages; write .ndjson");
        }
    }
}
