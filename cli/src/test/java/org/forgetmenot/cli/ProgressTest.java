// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Progress is for those who wait: it comes late, and it leaves no trace. */
@Timeout(300)
final class ProgressTest {
    private static final String TRACE = "# tracer: nop\n#\n              sh-48      [001] .....     5.176550: forget:"
            + " (fuse_queue_forget+0x0/0x60 [fuse]) fc=0xff110000048023c8 nodeid=3 nlookup=1\n";

    /** What is shown during a read that lasts until {@code done} says so of what was shown so far. */
    private static String shownUntil(Predicate<String> done) throws IOException, InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] trace = TRACE.getBytes(StandardCharsets.UTF_8);
        try (Capture capture = Capture.open("-", "ftrace", new ByteArrayInputStream(trace));
                Progress progress =
                        Progress.start(List.of(capture), new PrintStream(err, true, StandardCharsets.UTF_8))) {
            assertTrue(progress != Progress.NONE);
            while (!done.test(err.toString(StandardCharsets.UTF_8))) {
                Thread.sleep(10);
            }
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsShownForWhatIsQuick() throws IOException, InterruptedException {
        assertEquals("", shownUntil(shown -> true));
    }

    @Test
    void aLongReadIsShownAndWipedOff() throws IOException, InterruptedException {
        String shown = shownUntil(text -> text.contains("reading"));
        assertTrue(shown.contains("reading"), shown);
        String left = shown.substring(shown.lastIndexOf("reading"));
        assertTrue(left.contains("\r"), left);
        assertTrue(left.substring(left.lastIndexOf('\r')).isBlank(), left);
    }
}
