// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.gofuse;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.Words;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Opcodes by the names that go-fuse gives them (fuse/opcode.go): the protocol's own, with few exceptions. */
final class GoFuseOpcodes {
    private static final Words<Opcode> WORDS = new Words<>(words());

    private GoFuseOpcodes() {}

    private static Map<String, Opcode> words() {
        Map<String, Opcode> words = new HashMap<>();
        for (Opcode opcode : Opcode.values()) {
            words.put(opcode.name(), opcode);
        }
        return words;
    }

    /** The opcode of a name; null if it is none. */
    static @Nullable Opcode find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
