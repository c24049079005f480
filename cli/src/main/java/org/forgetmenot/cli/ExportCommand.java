// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Subject;
import org.forgetmenot.viz.PerfettoTrace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: what the captures show, for other programs to look at. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Write what the captures show for other programs to look at.",
            "",
            "perfetto: a trace in Chrome's JSON, which ui.perfetto.dev opens, with a slice for each request and a counter"
                    + " track for each nodeid that is asked for; without --nodeid, for those with findings, or else for"
                    + " the ones that the server counts highest."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot export --to perfetto samples/submount-incident/guest.ftrace.gz \\",
            "      -o incident.json",
            "  forgetmenot export --to perfetto samples/gluster/gluster.fusedump.gz -o g.json"
        })
final class ExportCommand implements Callable<Integer> {
    private static final int NODEIDS_MAX = 1000;
    private static final int HIGHEST = 16;

    /** What is written; the names are those on the command line. */
    enum Target {
        perfetto
    }

    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Option(
            names = "--to",
            paramLabel = "FORM",
            required = true,
            description = "What to write: ${COMPLETION-CANDIDATES}.")
    private Target target = Target.perfetto;

    @Option(
            names = "--nodeid",
            paramLabel = "N",
            split = ",",
            converter = ExplainCommand.Nodeid.class,
            description = "Whose counts to write, decimal or 0x hexadecimal.")
    private List<Long> nodeids = new ArrayList<>();

    @Mixin
    private final OutputOption output = new OutputOption();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        captures.checkOutput(output.name());
        if (nodeids.size() > NODEIDS_MAX) {
            throw captures.usage("--nodeid takes at most " + NODEIDS_MAX);
        }
        try (OutputFile file = output.whole(console)) {
            switch (target) {
                case perfetto -> perfetto(file);
            }
            file.keep();
        }
        return Main.NOTHING_FOUND;
    }

    private void perfetto(OutputFile file) throws IOException {
        Subject subject = nodeids.isEmpty()
                ? Subject.chosen((diagnosis, activity, busiest) -> worth(diagnosis, activity))
                : Subject.of(nodeids);
        try (PerfettoTrace trace = new PerfettoTrace(file.stream());
                OpenCaptures open = captures.open(console)) {
            Picture picture = Analysis.picture(open.list(), subject, trace::span);
            AskedNodeids.check(picture, nodeids, captures, console);
            trace.nodeids(Pictures.complete(picture, captures, console));
        }
    }

    private static List<Long> worth(Diagnosis diagnosis, Activity activity) {
        List<Long> found = diagnosis.wrongNodeids();
        return found.isEmpty() ? Pictures.highest(activity, HIGHEST) : found;
    }
}
