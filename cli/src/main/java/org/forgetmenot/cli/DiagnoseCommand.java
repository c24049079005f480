// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.NotOneRun;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code diagnose}: says what went wrong and whose fault it is. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Say what went wrong in a run and whose fault it is.",
            "",
            "Several captures are taken as several views of one run, such as the guest's trace and the server's log,"
                    + " and merged on one clock. With --format json the report is one object on one line."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot diagnose samples/submount-incident/guest.ftrace.gz",
            "  forgetmenot diagnose samples/submount-incident/guest.ftrace.gz \\",
            "      samples/submount-incident/virtiofsd.log.gz",
            "  zcat samples/submount-incident/virtiofsd.log.gz | forgetmenot diagnose -",
            "  forgetmenot diagnose --format json samples/gluster/gluster.fusedump.gz"
        })
final class DiagnoseCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    @Option(
            names = "--separate",
            description = "Treat the captures one by one: a report for each, or with --format json one object a line."
                    + " Those that cannot be read are named, and the others still treated.")
    private boolean separate;

    DiagnoseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        if (!separate || captures.count() == 1) {
            return print(together());
        }
        int worst = Main.NOTHING_FOUND;
        for (int i = 0; i < captures.count(); i++) {
            worst = Math.max(worst, one(i));
        }
        return worst;
    }

    private Diagnosis together() throws IOException {
        try {
            return diagnose(captures.open(console));
        } catch (NotOneRun e) {
            throw new CaptureException(e.getMessage() + ", or use --separate to treat them one by one", e);
        }
    }

    private int one(int index) {
        if (!form.json()) {
            Page heading = new Page(console.ansi());
            if (index > 0) {
                heading.blank();
            }
            console.out().print(heading.heading("== " + captures.path(index)));
        }
        try {
            return print(diagnose(captures.open(console, index)));
        } catch (IOException e) {
            console.out().flush();
            return Main.unreadable(e, console);
        }
    }

    /** Reads to the end and closes, so that the progress is off the terminal before the report is on it. */
    static Diagnosis diagnose(OpenCaptures open) throws IOException {
        try (open) {
            return Analysis.diagnose(open.list());
        }
    }

    private int print(Diagnosis diagnosis) throws IOException {
        if (form.json()) {
            JsonReport.diagnosis(diagnosis, console.out());
        } else {
            console.out().print(TextReport.of(diagnosis, console.ansi(), console.unicode()));
        }
        return Main.outcome(diagnosis);
    }
}
