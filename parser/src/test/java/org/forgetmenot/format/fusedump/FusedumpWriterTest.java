// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fusedump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureWriter.Outcome;
import org.junit.jupiter.api.Test;

/** A fusedump written again is the same fusedump. */
class FusedumpWriterTest {
    private static byte[] again(byte[] dump) throws IOException {
        Capture capture = Capture.open(Capture.STDIN, "fusedump", new ByteArrayInputStream(dump));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FusedumpWriter writer = new FusedumpWriter(out)) {
            Event event = new Event();
            while (capture.reader().next(event)) {
                writer.write(event);
            }
        }
        return out.toByteArray();
    }

    @Test
    void theRealDumpComesOutByteForByte() throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(TestCaptures.sample("gluster/gluster.fusedump.gz")))) {
            byte[] dump = in.readAllBytes();
            assertArrayEquals(dump, again(dump));
        }
    }

    @Test
    void aMessageWithoutATimeStaysWithoutOne() throws IOException {
        byte[] version1 = new byte[1 + 40];
        version1[0] = 'R';
        version1[1] = 40;
        version1[5] = 38;
        assertArrayEquals(version1, again(version1));
    }

    @Test
    void whatIsNoWholeMessageIsSaid() throws IOException {
        FusedumpWriter writer = new FusedumpWriter(new ByteArrayOutputStream());
        Event event = new Event().start(EventKind.REQUEST, 1).unique(4);
        assertEquals(Outcome.MESSAGE_UNKNOWN, writer.write(event));
        event.message().set(new byte[20], 0, 20);
        assertEquals(Outcome.MESSAGE_CUT, writer.write(event));
        assertEquals(Outcome.IMPLIED, writer.write(event.start(EventKind.ENTRY, 1)));
        assertEquals(Outcome.NO_MESSAGE, writer.write(event.start(EventKind.KERNEL_IGET, 1)));
    }
}
