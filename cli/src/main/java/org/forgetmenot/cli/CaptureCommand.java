// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.forgetmenot.format.pcap.PcapngWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code capture}: records TCP that carries FUSE, off a network interface. */
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Record TCP traffic that carries FUSE into a pcapng file.",
            "",
            "Listens to a network interface through libpcap, until so many seconds or packets are over or Ctrl-C is"
                    + " pressed. Needs libpcap and the right to capture (root, or CAP_NET_RAW). tcpdump does the same."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  forgetmenot capture -i lo -f 'tcp port 9999' -o out.pcapng --seconds 30",
            "  forgetmenot diagnose out.pcapng"
        })
final class CaptureCommand implements Callable<Integer> {
    private static final long ALL = Long.MAX_VALUE;
    /** How long the end of the process waits for the file to be finished. */
    private static final int FINISH_MS = 2000;

    private final Console console;
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-i", "--interface"},
            required = true,
            paramLabel = "NAME",
            description = "The network interface, such as lo.")
    private String interfaceName = "";

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "EXPRESSION",
            description = "Which packets, in the language of tcpdump (man pcap-filter).")
    private String filter = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write pcapng to; - for standard output.")
    private String output = "";

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    @Option(names = "--seconds", paramLabel = "S", description = "Stop after so many seconds.")
    private @Nullable Long seconds;

    @Option(names = "--count", paramLabel = "N", description = "Stop after so many packets.")
    private @Nullable Long count;

    CaptureCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        checkPositive("--seconds", seconds);
        checkPositive("--count", count);
        try (LiveCapture capture = LiveCapture.open(interfaceName, filter);
                OutputFile file = OutputFile.growing(output, force, console);
                PcapngWriter writer = new PcapngWriter(file.stream(), capture.linkType(), capture.snapshotBytes())) {
            // the packets before Ctrl-C are what it is all about: the process ends when they are written
            Thread hook = new Thread(this::interrupt, "finish-capture");
            Runtime.getRuntime().addShutdownHook(hook);
            long packets = record(capture, writer);
            say(packets, capture.dropped());
        } finally {
            finished.countDown();
        }
        return Main.NOTHING_FOUND;
    }

    private void checkPositive(String option, @Nullable Long value) {
        if (value != null && value <= 0 && spec != null) {
            throw new ParameterException(spec.commandLine(), option + " takes a number above 0, not " + value);
        }
    }

    private long record(LiveCapture capture, PcapngWriter writer) throws IOException {
        long startNs = System.nanoTime();
        long lastingNs = seconds == null || seconds > TimeUnit.NANOSECONDS.toSeconds(ALL)
                ? ALL
                : TimeUnit.SECONDS.toNanos(seconds);
        writer.flush(); // whoever waits for the file to appear sees that recording has begun
        return capture.record(
                writer,
                count == null ? ALL : count,
                () -> interrupted.get() || System.nanoTime() - startNs >= lastingNs);
    }

    private void say(long packets, long dropped) {
        console.err()
                .println("forgetmenot: " + packets + (packets == 1 ? " packet" : " packets") + " recorded"
                        + (dropped > 0 ? ", " + dropped + " lost because the buffer was full" : ""));
    }

    private void interrupt() {
        interrupted.set(true);
        try {
            boolean done = finished.await(FINISH_MS, TimeUnit.MILLISECONDS);
            if (!done) {
                console.err().println("forgetmenot: the capture could not be finished and may be cut short");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
