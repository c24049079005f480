// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Picture;
import org.forgetmenot.viz.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code report}: the diagnosis as one page. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Write the diagnosis as one HTML page, to look at and to attach to a bug report.",
            "",
            "The page has the verdict, the findings with their evidence, timelines to zoom into, the messages around the"
                    + " incident, a table of all nodeids, what could not be judged, and how it was captured. It is one"
                    + " file and loads nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot report samples/submount-incident/guest.ftrace.gz \\",
            "      samples/submount-incident/virtiofsd.log.gz -o incident.html"
        })
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        captures.checkOutput(output.name());
        try (OutputFile page = output.whole(console)) {
            Picture picture = Pictures.page(captures, console);
            HtmlReport.write(picture, page.stream());
            page.keep();
            return Main.outcome(picture.diagnosis());
        }
    }
}
