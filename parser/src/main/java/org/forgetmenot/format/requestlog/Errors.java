// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.format.Words;
import org.forgetmenot.wire.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Errors as Go programs write them: by name ({@code ENOENT}) or by the text that Go's package syscall has for it on Linux,
 * the C library's with a small first letter (zerrors_linux_amd64.go).
 */
public final class Errors {
    private static final Words<Errno> WORDS = new Words<>(words());

    private Errors() {}

    private static Map<String, Errno> words() {
        Map<String, Errno> words = new HashMap<>();
        for (Errno errno : Errno.values()) {
            words.put(errno.name(), errno);
            words.put(small(errno.description()), errno);
        }
        words.put("stale NFS file handle", Errno.ESTALE); // the C library's until 2.18
        return words;
    }

    /** Abbreviations stay as they are. */
    private static String small(String text) {
        return Character.isLowerCase(text.charAt(1)) ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    /** The error of a name or text; null if it is none. */
    public static @Nullable Errno find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
