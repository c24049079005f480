// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.nio.charset.StandardCharsets;

/** A capture: its dialect and what is in the file. */
final class CaptureFile {
    private final String dialect;
    private final byte[] bytes;

    CaptureFile(String dialect, byte[] bytes) {
        this.dialect = dialect;
        this.bytes = bytes;
    }

    CaptureFile(String dialect, String text) {
        this(dialect, text.getBytes(StandardCharsets.UTF_8));
    }

    String dialect() {
        return dialect;
    }

    byte[] bytes() {
        return bytes;
    }
}
