// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.requestlog.Words;
import org.forgetmenot.wire.Opcode;

/** Opcodes by the names that go-fuse gives them (fuse/opcode.go): the protocol's own, with few exceptions. */
final class GoFuseOpcodes {
    private static final Words WORDS = new Words(words());

    private GoFuseOpcodes() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        for (Opcode opcode : Opcode.values()) {
            words.put(opcode.name(), opcode.number());
        }
        return words;
    }

    /** The opcode of a name, or {@link Words#NONE}. */
    static int find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
