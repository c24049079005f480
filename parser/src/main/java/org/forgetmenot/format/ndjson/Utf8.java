// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Which bytes can be a JSON string and come back as they were. */
final class Utf8 {
    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int i = offset;
        while (i < offset + length && bytes[i] >= 0) {
            i++;
        }
        if (i == offset + length) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
