// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.forgetmenot.format.Capture;
import org.jspecify.annotations.Nullable;

/** Shows how far the reading of captures has come, if it takes longer than a second. */
final class Progress implements AutoCloseable {
    /** Shows nothing. */
    static final Progress NONE = new Progress(null);

    private static final int PATIENCE_MS = 1000;
    private static final int INTERVAL_MS = 200;
    private static final int WIDTH = 78;

    private final @Nullable Thread thread;

    private Progress(@Nullable Thread thread) {
        this.thread = thread;
    }

    /** Begins to watch; the bar itself and its library come only when they are wanted. */
    static Progress start(List<Capture> captures, PrintStream err) {
        Thread thread = new Thread(() -> watch(captures, err), "progress");
        thread.setDaemon(true);
        thread.start();
        return new Progress(thread);
    }

    private static void watch(List<Capture> captures, PrintStream err) {
        try {
            Thread.sleep(PATIENCE_MS);
        } catch (InterruptedException finished) {
            return;
        }
        boolean known = captures.stream().allMatch(c -> c.sizeBytes() >= 0);
        long sizeBytes = captures.stream().mapToLong(Capture::sizeBytes).sum();
        try (ProgressBar bar = bar(known ? sizeBytes : -1, bytesRead(captures), err)) {
            while (true) {
                bar.stepTo(bytesRead(captures));
                Thread.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException finished) {
            // closing the bar has wiped it off the terminal
        }
    }

    private static long bytesRead(List<Capture> captures) {
        return captures.stream().mapToLong(Capture::bytesRead).sum();
    }

    private static ProgressBar bar(long max, long from, PrintStream err) {
        return new ProgressBarBuilder()
                .setTaskName("reading")
                .setInitialMax(max)
                .startsFrom(from, Duration.ofMillis(PATIENCE_MS))
                .setStyle(ProgressBarStyle.ASCII)
                .setUnit(" MB", 1_000_000)
                .showSpeed()
                .setUpdateIntervalMillis(INTERVAL_MS)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .clearDisplayOnFinish()
                .build();
    }

    /** Takes the bar off the terminal, so that the result starts on a clean line. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
