// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.forgetmenot.format.DiagnosticCode.Severity;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.report.Safe;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code convert}: writes captures in another form, and says what that form cannot hold. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Write captures in another form: ndjson holds everything, pcapng (for Wireshark) and fusedump hold FUSE"
                    + " messages and nothing else.",
            "",
            "Several captures are written one after another. What the target cannot hold is counted on standard"
                    + " error; nothing is made up. The file appears when it is whole."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot convert samples/gluster/gluster.fusedump.gz -o gluster.pcapng",
            "  wireshark -X lua_script:samples/wireshark/fuse.lua gluster.pcapng",
            "  forgetmenot convert samples/submount-incident/guest.ftrace.gz -o e.ndjson",
            "  forgetmenot convert samples/gluster/gluster.fusedump.gz --to ndjson -o - |",
            "      jq -r .opcodeName"
        })
final class ConvertCommand implements Callable<Integer> {
    /** Less has no room for a request's header, and none of the messages could be read. */
    private static final int SNAPSHOT_BYTES_MIN = 64;

    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "What to write: ${COMPLETION-CANDIDATES}; without it the file's extension tells.")
    private @Nullable Target target;

    @Option(
            names = "--snapshot-length",
            paramLabel = "BYTES",
            description =
                    "Keep at most so much of each message in a pcapng, header of 12 bytes included: 300 has all names"
                            + " and no file's data, 262144 is the most that Wireshark reads.")
    private @Nullable Integer snapshotBytes;

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        Target form = target == null ? Target.of(output.name()) : target;
        if (form == null) {
            throw captures.usage("what to write? name the file " + Target.extensions() + ", or give --to");
        }
        if (snapshotBytes != null && form != Target.pcapng) {
            throw captures.usage("only a pcapng has a --snapshot-length");
        }
        if (snapshotBytes != null && snapshotBytes < SNAPSHOT_BYTES_MIN) {
            throw captures.usage("--snapshot-length takes " + SNAPSHOT_BYTES_MIN + " or more, not " + snapshotBytes);
        }
        captures.checkOutput(output.name());
        try (OpenCaptures open = captures.open(console)) {
            return convert(open.list(), form);
        }
    }

    private int convert(List<Capture> captures, Target form) throws IOException {
        Map<Outcome, long[]> outcomes = new EnumMap<>(Outcome.class);
        try (OutputFile file = output.whole(console)) {
            try (CaptureWriter writer = form.writer(file.stream(), snapshotBytes == null ? 0 : snapshotBytes)) {
                for (int i = 0; i < captures.size(); i++) {
                    copy(captures.get(i), i, writer, outcomes);
                }
            }
            report(captures, form, outcomes);
            if (outcomes.keySet().stream().noneMatch(Outcome::isWritten)) {
                throw new CaptureException("nothing to write: " + form + " holds FUSE messages and there are"
                        + " none here; ndjson holds everything");
            }
            file.keep();
        }
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
            String said = said(outcome, form, count[0]);
            if (!said.isEmpty()) {
                console.err().println("forgetmenot: " + said);
            }
        });
        for (Capture capture : captures) {
            for (Diagnostics.Row row : capture.context().diagnostics().rows()) {
                if (row.code().severity() != Severity.INFO) {
                    console.err()
                            .println("forgetmenot: " + Safe.line(capture.path()) + ": "
                                    + row.code().id() + " (" + row.count() + "): "
                                    + row.code().help());
                }
            }
        }
    }

    /** What became of the events, empty if there is nothing to say about it. */
    private static String said(Outcome outcome, Target form, long count) {
        String messages = Words.count(count, "message");
        String cannotHold = form + " cannot hold ";
        return switch (outcome) {
            case WRITTEN, IMPLIED, LOSS_TOLD -> "";
            case WRITTEN_WITHOUT_WAY -> cannotHold + "the connection or queue that " + messages + " went through";
            case WRITTEN_IN_PART -> messages + " cut to the snapshot length";
            case WRITTEN_LONG ->
                "Wireshark refuses this file: " + messages + " longer than the 262144 bytes that it takes;"
                        + " --snapshot-length 262144 cuts them";
            case MESSAGE_UNKNOWN ->
                cannotHold + messages + " whose bytes the capture does not have, or which the kernel refused";
            case MESSAGE_CUT -> cannotHold + messages + " of which the capture has only a part";
            case MESSAGE_TOO_LONG -> cannotHold + messages + " longer than any that a kernel takes";
            case OTHER_CONNECTION -> cannotHold + messages + " of yet another connection than it tells apart";
            case OTHER_BYTE_ORDER -> cannotHold + messages + " in another byte order than the first";
            case LOSS ->
                cannotHold + Words.count(count, "mark")
                        + " of where events were lost: counts in it look exact and are not";
            case WITHDRAWAL ->
                cannotHold + "that the kernel did not take " + Words.count(count, "nodeid")
                        + ": counts in it are too high by as much";
            case NO_MESSAGE -> cannotHold + Words.count(count, "event") + " without a message";
        };
    }
}
