// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.wire.Errno;

/**
 * Errors as Go programs write them: by name ({@code ENOENT}) or by the text that Go's package syscall has for it on Linux
 * (zerrors_linux_amd64.go). Only the texts of errors that a FUSE server is likely to answer are known.
 */
public final class Errors {
    private static final Words WORDS = new Words(words());

    private Errors() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        for (Errno errno : Errno.values()) {
            words.put(errno.name(), errno.number());
        }
        words.put("operation not permitted", 1);
        words.put("no such file or directory", 2);
        words.put("interrupted system call", 4);
        words.put("input/output error", 5);
        words.put("no such device or address", 6);
        words.put("bad file descriptor", 9);
        words.put("resource temporarily unavailable", 11);
        words.put("cannot allocate memory", 12);
        words.put("permission denied", 13);
        words.put("device or resource busy", 16);
        words.put("file exists", 17);
        words.put("invalid cross-device link", 18);
        words.put("no such device", 19);
        words.put("not a directory", 20);
        words.put("is a directory", 21);
        words.put("invalid argument", 22);
        words.put("too many open files", 24);
        words.put("inappropriate ioctl for device", 25);
        words.put("file too large", 27);
        words.put("no space left on device", 28);
        words.put("read-only file system", 30);
        words.put("too many links", 31);
        words.put("numerical result out of range", 34);
        words.put("file name too long", 36);
        words.put("function not implemented", 38);
        words.put("directory not empty", 39);
        words.put("no data available", 61);
        words.put("protocol error", 71);
        words.put("operation not supported", 95);
        words.put("connection timed out", 110);
        words.put("stale NFS file handle", 116);
        words.put("stale file handle", 116);
        words.put("disk quota exceeded", 122);
        return words;
    }

    /** The positive errno of a name or text, or {@link Words#NONE}. */
    public static int find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
