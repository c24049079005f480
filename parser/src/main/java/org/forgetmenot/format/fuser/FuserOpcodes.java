// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fuser;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.Words;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Opcodes by fuser's names: the protocol's, but BATCHFORGET and NOTIFYREPLY; mountpoint-s3's spans have them in lower case. */
final class FuserOpcodes {
    private static final Words<Opcode> WORDS = new Words<>(words());

    private FuserOpcodes() {}

    private static Map<String, Opcode> words() {
        Map<String, Opcode> words = new HashMap<>();
        for (Opcode opcode : Opcode.values()) {
            words.put(opcode.name(), opcode);
            words.put(opcode.name().toLowerCase(java.util.Locale.ROOT), opcode);
        }
        words.put("BATCHFORGET", Opcode.BATCH_FORGET);
        words.put("NOTIFYREPLY", Opcode.NOTIFY_REPLY);
        return words;
    }

    /** The opcode of a name; null if it is none. */
    static @Nullable Opcode find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
