// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.WhatIf;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code whatif}: the same run under every way of the kernel to count a submount's lookup. */
@Command(
        name = "whatif",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Say what other kernels would have done in the same run.",
            "",
            "Plays the kernel's accounting of submounts under four policies: unfixed (Linux 5.10 to 6.7-rc5), lookup and"
                    + " steal (patches that were never merged) and shared (the fix). Takes a trace of the guest's kernel"
                    + " from before the mount on, under whatever policy it was recorded."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot whatif samples/submount-incident/guest.ftrace.gz",
            "  forgetmenot whatif samples/submount-fixed/guest.ftrace.gz \\",
            "      --policy unfixed --policy shared",
            "  forgetmenot whatif --format json samples/submount-incident/guest.ftrace.gz"
        })
final class WhatIfCommand implements Callable<Integer> {
    /** The names after {@code --policy}, for help and completion. */
    static final class PolicyNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return WhatIf.policyNames().iterator();
        }
    }

    /** A name of a policy; the nearest is suggested for one that is none. */
    static final class PolicyName implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            List<String> names = WhatIf.policyNames();
            String name = value.toLowerCase(Locale.ROOT);
            if (names.contains(name)) {
                return name;
            }
            String near = NearMiss.of(name, names);
            throw new TypeConversionException("no policy is called '" + value + "'; "
                    + (near == null ? "" : "did you mean " + near + "? ") + "there are: " + String.join(", ", names));
        }
    }

    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            completionCandidates = PolicyNames.class,
            converter = PolicyName.class,
            description = "Only this policy; may be given several times. One of: ${COMPLETION-CANDIDATES} (default: all"
                    + " four).")
    private List<String> policies = new ArrayList<>();

    WhatIfCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        WhatIf whatIf = play();
        if (form.json()) {
            JsonReport.whatIf(whatIf, console.out());
        } else {
            console.out().print(WhatIfReport.of(whatIf, console.ansi()));
        }
        return Main.NOTHING_FOUND;
    }

    private WhatIf play() throws IOException {
        try (OpenCaptures open = captures.open(console)) {
            return Analysis.whatIf(open.list(), policies.isEmpty() ? WhatIf.policyNames() : policies);
        }
    }
}
