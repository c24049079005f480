// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.ndjson.NdjsonWriter;

/** What {@code convert} makes of a pcap: what is in it must come out the same. */
final class NdjsonFile {
    private NdjsonFile() {}

    static byte[] of(List<WireFact> facts) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (facts.isEmpty()) {
            return file.toByteArray();
        }
        try (Capture source = Capture.open(Capture.STDIN, "pcap", new ByteArrayInputStream(PcapFile.of(facts)));
                NdjsonWriter writer = new NdjsonWriter(file)) {
            writer.begin(source);
            Event event = new Event();
            while (source.reader().next(event)) {
                writer.write(event);
            }
            writer.end(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
