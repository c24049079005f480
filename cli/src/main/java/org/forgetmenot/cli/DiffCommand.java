// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Difference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code diff}: two captures of one workload beside each other. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Compare two captures of the same workload, such as one from before and one from after a kernel fix.",
            "",
            "Lines the two up by operation, path and how often it was done before, whatever uniques, nodeids and times"
                    + " each has. Tells where they part first, which operations and lookups are not as many, and which"
                    + " findings appeared or went. Both must be of one kind: two traces of the kernel, or two captures"
                    + " of the server."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot diff samples/submount-incident/virtiofsd.log.gz \\",
            "      samples/submount-fixed/virtiofsd.log.gz",
            "  forgetmenot diff --format json before.ftrace after.ftrace"
        })
final class DiffCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        if (captures.count() != 2) {
            throw captures.usage("diff takes two captures, and " + captures.count() + " is given");
        }
        Difference difference;
        try (OpenCaptures open = captures.open(console)) {
            difference = Analysis.diff(open.list().get(0), open.list().get(1));
        }
        if (form.json()) {
            DiffJson.write(difference, console.out());
        } else {
            console.out().print(DiffReport.of(difference, console.ansi()));
        }
        return difference.isAny() ? Main.FOUND : Main.NOTHING_FOUND;
    }
}
