// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Diagnosis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code info}: what a capture is, without a verdict. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Say what each capture is, without a verdict.",
            "",
            "Its dialect, what it holds, what cannot be judged from it and why, and every oddity met in it. With"
                    + " --format json one object a line for each capture."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot info samples/submount-incident/guest.ftrace.gz",
            "  forgetmenot info --format json samples/gluster/gluster.fusedump.gz | jq ."
        })
final class InfoCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        int worst = Main.NOTHING_FOUND;
        for (int i = 0; i < captures.count(); i++) {
            try {
                print(DiagnoseCommand.diagnose(captures.open(console, i)), i);
            } catch (IOException e) {
                console.out().flush();
                worst = Main.unreadable(e, console);
            }
        }
        return worst;
    }

    private void print(Diagnosis diagnosis, int index) throws IOException {
        if (form.json()) {
            JsonReport.info(diagnosis, console.out());
        } else {
            console.out().print((index > 0 ? "\n" : "") + InfoReport.of(diagnosis, console.ansi()));
        }
    }
}
