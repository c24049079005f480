// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.replay.bundle.Bundle;
import org.forgetmenot.replay.bundle.Redactor;
import org.forgetmenot.replay.minimize.Minimal;
import org.forgetmenot.replay.minimize.Minimizer;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Words;
import org.forgetmenot.server.Personality;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bundle}: one file to attach to a bug report. */
@Command(
        name = "bundle",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Put what a bug report needs into one file: the diagnosis as text and JSON, a minimal capture that still"
                    + " shows what went wrong, how to replay it, and versions.",
            "",
            "Names of files are replaced by others, equal ones by equal ones, with a key that is not kept; what was read"
                    + " and written is dropped. Task names, nodeids, sizes and times stay. Everything in the file was"
                    + " made from captures without names, and a bundle is only written if their verdict is the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot bundle samples/submount-incident/guest.ftrace.gz \\",
            "      samples/submount-incident/virtiofsd.log.gz -o incident.zip",
            "  forgetmenot replay incident.zip"
        })
final class BundleCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final SavedCaptureOptions captures = new SavedCaptureOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The zip file to write.")
    private String output = "";

    @Option(names = "--keep-names", description = "Leave names and data in it.")
    private boolean keepsNames;

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    BundleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        captures.check();
        captures.checkOutput(output);
        Diagnosis whole;
        try (OpenCaptures open = captures.open(console)) {
            whole = Analysis.diagnose(open.list());
        }
        if (!whole.hasFindings()) {
            throw new CaptureException("nothing was found, so there is nothing to bundle");
        }
        Path folder = Files.createTempDirectory("forgetmenot");
        try (OutputFile file = OutputFile.whole(output, force, console)) {
            Bundle.write(file.stream(), entries(whole, folder));
            file.keep();
        } finally {
            for (int i = 0; i < captures.count(); i++) {
                Files.deleteIfExists(copy(folder, i));
            }
            Files.deleteIfExists(folder);
        }
        return Main.NOTHING_FOUND;
    }

    private static Path copy(Path folder, int index) {
        return folder.resolve("capture-" + (index + 1) + ".ndjson");
    }

    private Map<String, byte[]> entries(Diagnosis whole, Path folder) throws IOException {
        copyAll(folder);
        Diagnosis without = diagnosed(folder);
        if (!verdict(without).equals(verdict(whole))) {
            throw new CaptureException(
                    "the verdict is another one without the names; --keep-names leaves them in the bundle");
        }
        int best = best(without.findings().get(0), folder);
        Minimal minimal = minimal(best, without.findings().get(0), folder);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonReport.diagnosis(without, json);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "README.txt",
                readme(without, minimal, whole.inputs().get(best).format().id()).getBytes(StandardCharsets.UTF_8));
        entries.put("diagnosis.txt", TextReport.of(without, Ansi.OFF, false).getBytes(StandardCharsets.UTF_8));
        entries.put("diagnosis.json", json.toByteArray());
        entries.put(Bundle.CAPTURE, minimal.ndjson());
        return entries;
    }

    /** Writes each capture as events, without names unless they are to stay. */
    private void copyAll(Path folder) throws IOException {
        Redactor redactor = new Redactor();
        try (OpenCaptures open = captures.open(console)) {
            for (int i = 0; i < captures.count(); i++) {
                Capture capture = open.list().get(i);
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy(folder, i)));
                        CaptureWriter writer = new NdjsonWriter(out)) {
                    Event event = new Event();
                    writer.begin(capture);
                    while (capture.reader().next(event)) {
                        if (!keepsNames) {
                            redactor.redact(event);
                        }
                        writer.write(event);
                    }
                    writer.end(capture);
                }
            }
        }
    }

    private Capture openCopy(Path folder, int index) throws IOException {
        return Capture.open(copy(folder, index).toString(), "ndjson", InputStream.nullInputStream());
    }

    private Diagnosis diagnosed(Path folder) throws IOException {
        List<Capture> copies = new ArrayList<>();
        try {
            for (int i = 0; i < captures.count(); i++) {
                copies.add(openCopy(folder, i));
            }
            return withoutFolder(Analysis.diagnose(copies), folder);
        } finally {
            for (Capture copy : copies) {
                copy.close();
            }
        }
    }

    /** Whoever reads the bundle has no use for the name of a temporary directory. */
    private static Diagnosis withoutFolder(Diagnosis diagnosis, Path folder) {
        List<Diagnosis.Input> inputs = diagnosis.inputs().stream()
                .map(input ->
                        input.withPath(folder.relativize(Path.of(input.path())).toString()))
                .toList();
        return new Diagnosis(
                inputs,
                diagnosis.connections(),
                diagnosis.nodes(),
                diagnosis.alignment(),
                diagnosis.findings(),
                diagnosis.findingsOmitted(),
                diagnosis.verdict());
    }

    /** What must not change: of each finding all but its words. */
    private static List<String> verdict(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .map(f -> f.code() + " " + f.severity() + " " + f.confidence() + " " + f.blame() + " " + f.nodeid()
                        + " " + f.generation() + " " + f.uses() + " " + f.failedUses())
                .toList();
    }

    /** Of the captures that show the worst finding's nodeid in trouble by themselves, the one that is best to replay. */
    private int best(Finding worst, Path folder) throws IOException {
        int best = -1;
        for (int i = 0; i < captures.count(); i++) {
            try (Capture capture = openCopy(folder, i)) {
                boolean isServers = !capture.capabilities().contains(Capability.SUPERBLOCKS);
                if (find(capture, worst) != null && (best < 0 || isServers)) {
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new CaptureException("only all captures together show it, and a bundle holds one");
        }
        return best;
    }

    private static @Nullable Finding find(Capture capture, Finding worst) throws IOException {
        return Analysis.diagnose(List.of(capture)).findings().stream()
                .filter(f -> Objects.equals(f.nodeid(), worst.nodeid()))
                .findFirst()
                .orElse(null);
    }

    private Minimal minimal(int index, Finding worst, Path folder) throws IOException {
        Finding finding;
        try (Capture capture = openCopy(folder, index)) {
            finding = find(capture, worst);
        }
        if (finding == null) {
            throw new IllegalStateException("it was there a moment ago");
        }
        try (Capture capture = openCopy(folder, index)) {
            return Minimizer.minimize(capture, finding, ndjson -> true);
        }
    }

    private String readme(Diagnosis diagnosis, Minimal minimal, String dialect) {
        String newline = "\n";
        StringBuilder text = new StringBuilder();
        text.append(diagnosis.verdict()).append(newline).append(newline);
        text.append("To see it again on a live server:").append(newline).append(newline);
        text.append("    forgetmenot replay ").append(Path.of(output).getFileName());
        if (Arrays.stream(Personality.values()).anyMatch(p -> p.toString().equals(dialect))) {
            text.append(" --personality ").append(dialect); // it answers as the server that was recorded
        }
        text.append(newline).append(newline);
        text.append("diagnosis.txt   what forgetmenot says of the whole recording")
                .append(newline);
        text.append("diagnosis.json  the same for programs").append(newline);
        text.append(Bundle.CAPTURE)
                .append("  the ")
                .append(Words.count(minimal.events(), "event"))
                .append(" of ")
                .append(minimal.eventsBefore())
                .append(" that still show it, one JSON object a line")
                .append(newline)
                .append(newline);
        text.append(
                keepsNames
                        ? "Names and data are those of the reporter."
                        : "Names of files were replaced, equal ones by equal ones; data was dropped. The verdict was the"
                                + " same before and after.");
        text.append(newline).append(newline);
        text.append("Made by ").append(String.join(" ", new Forgetmenot.Version().getVersion()));
        text.append(" on Java ").append(System.getProperty("java.version"));
        text.append(", ").append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.version"));
        text.append(' ').append(System.getProperty("os.arch")).append('.').append(newline);
        for (Diagnosis.Connection connection : diagnosis.connections()) {
            if (connection.protocol() != null) {
                text.append("Connection ").append(connection.id()).append(" spoke FUSE ");
                text.append(connection.protocol()).append('.').append(newline);
            }
        }
        return text.toString();
    }
}
