// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Picture;
import org.forgetmenot.report.Subject;
import org.forgetmenot.report.Words;
import org.forgetmenot.viz.CannotDrawException;
import org.forgetmenot.viz.Charts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chart}: draws what the captures show. */
@Command(
        name = "chart",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Draw what the captures show, as PNG or SVG.",
            "",
            "lifecycle: what the server counts for a nodeid, and which superblock holds it from when to when;"
                    + " without --nodeid, the nodeids with findings. counts: the nodeids with the highest counts, over"
                    + " time. table: how many nodeids the server counts and files it has open. latency: how long"
                    + " requests take. opcodes: which requests are sent when.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot chart samples/submount-incident/guest.ftrace.gz -o incident.png",
            "  forgetmenot chart samples/submount-incident/guest.ftrace.gz --nodeid 2,3 \\",
            "      -o two.svg --data two.csv",
            "  forgetmenot chart samples/gluster/gluster.fusedump.gz --kind latency -o l.png"
        })
final class ChartCommand implements Callable<Integer> {
    private static final int WIDTH_MIN = 600;
    private static final int WIDTH_MAX = 8000;
    private static final int NODEIDS_MAX = 16;

    /** What is drawn; the names are those on the command line. */
    enum Kind {
        lifecycle,
        counts,
        table,
        latency,
        opcodes
    }

    private final Console console;

    @Mixin
    private final CaptureOptions captures = new CaptureOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "lifecycle",
            description = "What to draw: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private Kind kind = Kind.lifecycle;

    @Option(
            names = "--nodeid",
            paramLabel = "N",
            split = ",",
            converter = ExplainCommand.Nodeid.class,
            description = "Whose lives to draw, decimal or 0x hexadecimal.")
    private List<Long> nodeids = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Where to draw; its name ends in .png or .svg.")
    private String output = "";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Where to write what is plotted; its name ends in .csv or .json.")
    private @Nullable String dataFile;

    @Option(names = "--whole", description = "Draw all of each life, and not only what is around its incident.")
    private boolean whole;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "8",
            description = "How many nodeids --kind counts draws; ${DEFAULT-VALUE} if not given.")
    private int top = 8;

    @Option(
            names = "--width",
            paramLabel = "PIXELS",
            defaultValue = "1200",
            description = "How wide the picture is; ${DEFAULT-VALUE} if not given.")
    private int width = 1200;

    @Option(names = "--force", description = "Write over files that exist.")
    private boolean force;

    ChartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        check();
        try (OutputFile picture = OutputFile.whole(output, force, console);
                OutputFile data = dataFile == null ? null : OutputFile.whole(dataFile, force, console)) {
            Charts charts = charts();
            if (isSvg()) {
                charts.svg(width, picture.stream());
            } else {
                charts.png(width, picture.stream());
            }
            if (data != null) {
                if (hasExtension(dataFile, ".json")) {
                    charts.data().writeJson(data.stream());
                } else {
                    charts.data().writeCsv(data.stream());
                }
                data.keep();
            }
            picture.keep(); // last, so that there is none without its data
        } catch (CannotDrawException e) {
            throw new CaptureException(String.valueOf(e.getMessage()), e);
        }
        return Main.NOTHING_FOUND;
    }

    private void check() throws IOException {
        captures.check();
        captures.checkOutput(output);
        if (dataFile != null) {
            captures.checkOutput(dataFile);
        }
        if (!isSvg() && !hasExtension(output, ".png")) {
            throw captures.usage("what to draw? name the file .png or .svg, not '" + output + "'");
        }
        if (dataFile != null && !hasExtension(dataFile, ".csv") && !hasExtension(dataFile, ".json")) {
            throw captures.usage("--data takes a name that ends in .csv or .json, not '" + dataFile + "'");
        }
        if (width < WIDTH_MIN || width > WIDTH_MAX) {
            throw captures.usage("--width takes " + WIDTH_MIN + " to " + WIDTH_MAX + " pixels, not " + width);
        }
        if (top < 1 || top > NODEIDS_MAX || nodeids.size() > NODEIDS_MAX) {
            throw captures.usage("one picture has room for 1 to " + NODEIDS_MAX + " nodeids");
        }
        if (kind != Kind.lifecycle && !nodeids.isEmpty() && kind != Kind.counts) {
            throw captures.usage("--kind " + kind + " is of no nodeid in particular: leave --nodeid out");
        }
    }

    private boolean isSvg() {
        return hasExtension(output, ".svg");
    }

    private static boolean hasExtension(@Nullable String file, String extension) {
        return file != null && file.toLowerCase(Locale.ROOT).endsWith(extension);
    }

    private Charts charts() throws IOException {
        return switch (kind) {
            case lifecycle -> Charts.lifecycle(known(Pictures.timelines(captures, lives(), console)), whole);
            case counts -> Charts.counts(known(Pictures.read(captures, highest(), console)));
            case table -> Charts.table(ofNoNodeid());
            case latency -> Charts.latency(ofNoNodeid());
            case opcodes -> Charts.opcodes(ofNoNodeid());
        };
    }

    private Picture ofNoNodeid() throws IOException {
        return Pictures.read(captures, Subject.of(List.of()), console);
    }

    private Subject lives() {
        return nodeids.isEmpty()
                ? Subject.chosen((diagnosis, activity, busiest) -> lives(diagnosis, busiest))
                : asked();
    }

    private List<Long> lives(Diagnosis diagnosis, Supplier<OptionalLong> busiest) throws CaptureException {
        int found = diagnosis.wrongNodeids().size();
        if (found > Pictures.LIVES_MAX) {
            say(Words.count(found, "nodeid") + " have findings; the worst " + Pictures.LIVES_MAX
                    + " are drawn: give --nodeid for others");
        }
        if (found > 0) {
            return Pictures.worst(diagnosis);
        }
        long nodeid = busiest.get().orElseThrow(ChartCommand::nothing);
        say("no nodeid has a finding: the busiest is drawn, nodeid " + Long.toUnsignedString(nodeid));
        return List.of(nodeid);
    }

    private Subject highest() {
        return nodeids.isEmpty() ? Subject.chosen((diagnosis, activity, busiest) -> highest(activity)) : asked();
    }

    private List<Long> highest(Activity activity) throws CaptureException {
        List<Long> highest = Pictures.highest(activity, top);
        if (highest.isEmpty()) {
            throw nothing();
        }
        return highest;
    }

    private Subject asked() {
        return Subject.of(nodeids);
    }

    private static CaptureException nothing() {
        return new CaptureException("the captures show no lookup of any nodeid: there is nothing to draw");
    }

    private Picture known(Picture picture) throws IOException {
        return AskedNodeids.check(picture, nodeids, captures, console);
    }

    private void say(String words) {
        console.err().println("forgetmenot: " + words);
    }
}
