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
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;

/** Progress is for those who wait: it comes late, and it leaves no trace. */
final class ProgressTest {
    private static final String TRACE = "# tracer: nop\n#\n              sh-48      [001] .....     5.176550: forget:"
            + " (fuse_queue_forget+0x0/0x60 [fuse]) fc=0xff110000048023c8 nodeid=3 nlookup=1\n";

    private static String shownFor(long ms) throws IOException, InterruptedException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        byte[] trace = TRACE.getBytes(StandardCharsets.UTF_8);
        try (Capture capture = Capture.open("-", "ftrace", new ByteArrayInputStream(trace));
                Progress progress =
                        Progress.start(List.of(capture), new PrintStream(err, true, StandardCharsets.UTF_8))) {
            assertTrue(progress != Progress.NONE);
            Thread.sleep(ms);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsShownForWhatIsQuick() throws IOException, InterruptedException {
        assertEquals("", shownFor(10));
    }

    @Test
    void aLongReadIsShownAndWipedOff() throws IOException, InterruptedException {
        String shown = shownFor(1800);
        assertTrue(shown.contains("reading"), shown);
        String left = shown.substring(shown.lastIndexOf("reading"));
        assertTrue(left.contains("\r"), left);
        assertTrue(left.substring(left.lastIndexOf('\r')).isBlank(), left);
    }
}
