// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.forgetmenot.format.CaptureWriter;
import org.forgetmenot.format.fusedump.FusedumpWriter;
import org.forgetmenot.format.ndjson.NdjsonWriter;
import org.jspecify.annotations.Nullable;

/** What {@code convert} can write; the names are the file extensions. */
enum Target {
    fusedump {
        @Override
        CaptureWriter writer(OutputStream out) {
            return new FusedumpWriter(out);
        }
    },
    ndjson {
        @Override
        CaptureWriter writer(OutputStream out) throws IOException {
            return new NdjsonWriter(out);
        }
    };

    /** Begins to write; the stream is the writer's to close. */
    abstract CaptureWriter writer(OutputStream out) throws IOException;

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
