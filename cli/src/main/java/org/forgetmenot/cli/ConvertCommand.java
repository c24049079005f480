// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.forgetmenot.format.Diagnostics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convert}: writes captures in another form, and says what that form cannot hold. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Write captures in another form: ndjson holds everything, fusedump holds whole FUSE messages"
                    + " and nothing else.",
            "",
            "Several captures are written one after another. What the target cannot hold is counted on standard"
                    + " error; nothing is made up."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot convert samples/gluster/gluster.fusedump.gz -o gluster.ndjson",
            "  forgetmenot convert samples/submount-incident/guest.ftrace.gz -o e.ndjson",
            "  forgetmenot convert samples/gluster/gluster.fusedump.gz --to ndjson -o - |",
            "      jq -r .opcodeName"
        })
final class ConvertCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description = "Captures in any known dialect; - is standard input.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to write; - is standard output.")
    private String output = "";

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "What to write: ${COMPLETION-CANDIDATES}; without it the file's extension tells.")
    private @Nullable Target target;

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            completionCandidates = CaptureOptions.Dialects.class,
            description = "Read the captures as this dialect instead of looking at them.")
    private @Nullable String dialect;

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Target form = target == null ? Target.of(output) : target;
        if (form == null) {
            throw usage("what to write? name the file .ndjson or .fusedump, or give --to");
        }
        if (paths.stream().filter(Capture.STDIN::equals).count() > 1) {
            throw usage("standard input (-) can be read only once");
        }
        for (String path : paths) {
            if (isSame(path, output)) {
                throw usage(path + " cannot be read and written over at once");
            }
        }
        List<Capture> captures = new ArrayList<>();
        try {
            for (String path : paths) {
                captures.add(Capture.open(path, "auto".equals(dialect) ? null : dialect, console.in()));
            }
        } catch (IOException | RuntimeException e) {
            new OpenCaptures(captures, console).close();
            throw e;
        }
        try (OpenCaptures open = new OpenCaptures(captures, console)) {
            return convert(open.list(), form);
        }
    }

    private static boolean isSame(String path, String output) throws IOException {
        try {
            return !path.equals(Capture.STDIN)
                    && Files.isRegularFile(Path.of(path))
                    && Files.exists(Path.of(output))
                    && Files.isSameFile(Path.of(path), Path.of(output));
        } catch (InvalidPathException e) {
            // opening it says so
            return false;
        }
    }

    private ParameterException usage(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private int convert(List<Capture> captures, Target form) throws IOException {
        Map<Outcome, long[]> outcomes = new EnumMap<>(Outcome.class);
        try (OutputFile file = OutputFile.open(output, force, console)) {
            try (CaptureWriter writer = form.writer(file.stream())) {
                for (int i = 0; i < captures.size(); i++) {
                    copy(captures.get(i), i, writer, outcomes);
                }
            }
            if (!outcomes.containsKey(Outcome.WRITTEN)) {
                report(captures, form, outcomes);
                throw new CaptureException("nothing to write: " + form + " holds whole FUSE messages and there are"
                        + " none here; ndjson holds everything");
            }
            file.keep();
        }
        report(captures, form, outcomes);
        return Main.NOTHING_FOUND;
    }

    private static void copy(Capture capture, int input, CaptureWriter writer, Map<Outcome, long[]> outcomes)
            throws IOException {
        Event event = new Event().input(input);
        writer.begin(capture);
        while (capture.reader().next(event)) {
            outcomes.computeIfAbsent(writer.write(event), o -> new long[1])[0]++;
        }
        writer.end(capture);
    }

    private void report(List<Capture> captures, Target form, Map<Outcome, long[]> outcomes) {
        outcomes.forEach((outcome, count) -> {
            String said = said(outcome);
            if (!said.isEmpty()) {
                console.err().println("forgetmenot: " + form + " cannot hold " + count[0] + " " + said);
            }
        });
        for (Capture capture : captures) {
            for (Diagnostics.Row row : capture.context().diagnostics().rows()) {
                if (row.code().severity() != org.forgetmenot.format.DiagnosticCode.Severity.INFO) {
                    console.err()
                            .println("forgetmenot: " + Safe.line(capture.path()) + ": "
                                    + row.code().id() + " (" + row.count() + "): "
                                    + row.code().help());
                }
            }
        }
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case WRITTEN, IMPLIED -> "";
            case MESSAGE_UNKNOWN -> "messages whose bytes the capture does not have";
            case MESSAGE_CUT -> "messages of which the capture has only a part";
            case NO_MESSAGE -> "events that are no message";
        };
    }
}
