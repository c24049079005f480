// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.forgetmenot.format.pcap.PcapngMessageWriter;
import org.jspecify.annotations.Nullable;

/** What {@code convert} can write; the names are the file extensions. */
enum Target {
    fusedump {
        @Override
        CaptureWriter writer(OutputStream out, int snapshotBytes) {
            return new FusedumpWriter(out);
        }
    },
    pcapng {
        @Override
        CaptureWriter writer(OutputStream out, int snapshotBytes) throws IOException {
            return new PcapngMessageWriter(out, snapshotBytes);
        }
    },
    ndjson {
        @Override
        CaptureWriter writer(OutputStream out, int snapshotBytes) throws IOException {
            return new NdjsonWriter(out);
        }
    };

    /**
     * Begins to write.
     *
     * @param out the writer's to close
     * @param snapshotBytes most bytes of a packet where there are packets, 0 for no limit
     */
    abstract CaptureWriter writer(OutputStream out, int snapshotBytes) throws IOException;

    /** All of them, for a sentence. */
    static String extensions() {
        return Arrays.stream(values()).map(t -> "." + t).collect(Collectors.joining(", "));
    }

    /** The target that a file's extension names, or null. */
    static @Nullable Target of(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        for (Target target : values()) {
            if (lower.endsWith("." + target)) {
                return target;
            }
        }
        return null;
    }
}
