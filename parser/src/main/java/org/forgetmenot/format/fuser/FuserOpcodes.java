// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.fuser;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.requestlog.Words;
import org.forgetmenot.wire.Opcode;

/** Opcodes by fuser's names: the protocol's, but BATCHFORGET and NOTIFYREPLY; mountpoint-s3's spans have them in lower case. */
final class FuserOpcodes {
    private static final Words WORDS = new Words(words());

    private FuserOpcodes() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        for (Opcode opcode : Opcode.values()) {
            words.put(opcode.name(), opcode.number());
            words.put(opcode.name().toLowerCase(java.util.Locale.ROOT), opcode.number());
        }
        words.put("BATCHFORGET", Opcode.BATCH_FORGET.number());
        words.put("NOTIFYREPLY", Opcode.NOTIFY_REPLY.number());
        return words;
    }

    /** The opcode of a name, or {@link Words#NONE}. */
    static int find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
