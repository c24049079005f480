// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Life;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code explain}: the whole life of one nodeid. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Follow one nodeid through its whole life.",
            "",
            "One step a line, from the first lookup to the last FORGET and beyond, with the server's count and what each"
                    + " superblock holds after each step."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot explain samples/submount-incident/guest.ftrace.gz --nodeid 3",
            "  forgetmenot explain samples/submount-incident/guest.ftrace.gz \\",
            "      samples/submount-incident/virtiofsd.log.gz --nodeid 0x3 --format json"
        })
final class ExplainCommand implements Callable<Integer> {
    /** An unsigned number of 64 bits, decimal or 0x hexadecimal. */
    static final class Nodeid implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.startsWith("0x")
                        ? Long.parseUnsignedLong(lower.substring(2), 16)
                        : Long.parseUnsignedLong(lower);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'" + value + "' is no nodeid: give an unsigned number, decimal or 0x hexadecimal");
            }
        }
    }

    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final FormOption form = new FormOption();

    @Option(
            names = "--nodeid",
            paramLabel = "N",
            required = true,
            converter = Nodeid.class,
            description = "The nodeid, decimal or 0x hexadecimal.")
    private long nodeid;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        Life life = explain();
        if (form.json()) {
            JsonReport.life(life, console.out());
        } else {
            console.out().print(LifeReport.of(life, console.ansi()));
        }
        return Main.NOTHING_FOUND;
    }

    private Life explain() throws IOException {
        try (OpenCaptures open = captures.open(console)) {
            return Analysis.explain(open.list(), nodeid);
        }
    }
}
