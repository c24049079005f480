// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

/**
 * Finds the line that a program logged inside what carried it: terminal colours, {@code docker logs -t}, Kubernetes
 * ({@code 2024-01-01T00:00:00.0Z stderr F line}), syslog and journald ({@code Jul 06 15:29:27 host ident[pid]: line}),
 * logfmt ({@code time="..." level=debug msg="line"}) and JSON ({@code {"log":"line\n",...}}), also inside each other.
 *
 * <p>A line without a wrapper costs one look at its first byte. After {@link #peel} the body is {@code bytes()[start() ..
 * end())}, valid until the next call or the next line.
 */
public final class LogWrapper {
    /** Wrappers inside wrappers; more is somebody's trap. */
    private static final int LAYERS_MAX = 4;
    /** How far into a line a colour code is looked for: prefixes are coloured, names are not. */
    private static final int COLOUR_BYTES = 40;

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String[] LOGFMT_STARTS = {"time=", "ts=", "level=", "msg="};
    private static final String[] JSON_TEXTS = {"\"log\":", "\"msg\":", "\"message\":", "\"MESSAGE\":"};
    private static final String[] JSON_TIMES = {"\"time\":", "\"ts\":", "\"timestamp\":", "\"@timestamp\":"};

    private static final String SECONDS = "\"timestamp\":{\"seconds\":";
    private static final long SECOND_NS = 1_000_000_000;
    /** Nanoseconds since 1970 fit 63 bits until 2262. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND_NS - 1;

    private final Unescape scratch = new Unescape();
    private final Cursor cursor = new Cursor();
    private final TimeStamp time = new TimeStamp();

    private byte[] bytes = cursor.bytes();
    private int start;
    private int end;
    private boolean hasTime;
    private long epochNs;

    /** The buffer that holds the body. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** Whether a wrapper says when. */
    public boolean hasTime() {
        return hasTime;
    }

    /** Nanoseconds since 1970, by the innermost wrapper that says it. */
    public long epochNs() {
        return epochNs;
    }

    /** Takes all wrappers off a line. */
    public void peel(byte[] line, int from, int to) {
        bytes = line;
        start = from;
        end = to;
        hasTime = false;
        for (int i = 0; i < LAYERS_MAX && start < end && peelOne(); i++) {
            // one layer less
        }
    }

    private boolean peelOne() {
        byte first = bytes[start];
        return switch (first) {
            case 0x1b -> colours();
            case '[' -> colourInside();
            case '{' -> json();
            case 't', 'l', 'm' -> logfmt();
            case 'J', 'F', 'M', 'A', 'S', 'O', 'N', 'D' -> syslog();
            case ' ' -> indented();
            default -> Ascii.isDigit(first) && dated();
        };
    }

    private boolean colours() {
        scratch.withoutColours(bytes, start, end);
        useScratch();
        return true;
    }

    private boolean colourInside() {
        return Ascii.indexOf(bytes, start, Math.min(end, start + COLOUR_BYTES), (char) 0x1b) >= 0 && colours();
    }

    /** A line that was indented when pasted; a body's own leading spaces are followed by no bracket. */
    private boolean indented() {
        cursor.over(bytes, start, end).skipSpaces();
        if (cursor.peek() != '[') {
            return false;
        }
        start = cursor.at();
        return true;
    }

    private void useScratch() {
        bytes = scratch.bytes();
        start = 0;
        end = scratch.length();
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
    }

    private boolean json() {
        int text = afterKey(JSON_TEXTS);
        if (text < 0) {
            return false;
        }
        int stamp = afterKey(JSON_TIMES);
        if (stamp >= 0) {
            passTime(stamp);
        } else {
            passSeconds();
        }
        scratch.quoted(bytes, text, end);
        useScratch();
        return true;
    }

    /** Index just after the opening quote of the first key that is there, or -1. */
    private int afterKey(String[] keys) {
        for (String key : keys) {
            int found = Ascii.indexOf(bytes, start, end, key);
            if (found >= 0) {
                cursor.over(bytes, found + key.length(), end).skipSpaces();
                if (cursor.skip('"')) {
                    return cursor.at();
                }
            }
        }
        return -1;
    }

    private boolean logfmt() {
        if (!startsLikeLogfmt()) {
            return false;
        }
        cursor.over(bytes, start, end);
        if ((cursor.skip("time=") || cursor.skip("ts=")) && (cursor.skip('"') || !cursor.atEnd())) {
            passTime(cursor.at());
        }
        cursor.over(bytes, start, end);
        if (!cursor.skip("msg=") && !cursor.skipPast(" msg=") && !cursor.skipPast(" message=")) {
            return false;
        }
        if (cursor.skip('"')) {
            scratch.quoted(bytes, cursor.at(), end);
            useScratch();
        } else {
            int space = Ascii.indexOf(bytes, cursor.at(), end, ' ');
            start = cursor.at();
            end = space < 0 ? end : space;
        }
        return true;
    }

    private boolean startsLikeLogfmt() {
        for (String word : LOGFMT_STARTS) {
            if (Ascii.startsWith(bytes, start, end, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean syslog() {
        cursor.over(bytes, start, end);
        if (!passMonth() || cursor.skipSpaces() == 0 || !cursor.unsigned() || !cursor.skip(' ')) {
            return false;
        }
        if (!cursor.unsigned() || !cursor.skip(':') || !cursor.unsigned() || !cursor.skip(':') || !cursor.unsigned()) {
            return false;
        }
        if (cursor.skip('.') && !cursor.unsigned()) {
            return false;
        }
        return passHostAndIdent();
    }

    private boolean passMonth() {
        for (int i = 0; i < MONTHS.length(); i += 3) {
            int at = cursor.at();
            if (end - at >= 3
                    && bytes[at] == MONTHS.charAt(i)
                    && bytes[at + 1] == MONTHS.charAt(i + 1)
                    && bytes[at + 2] == MONTHS.charAt(i + 2)) {
                cursor.moveTo(at + 3);
                return true;
            }
        }
        return false;
    }

    /** {@code  host ident[pid]: }, the cursor before its first space and, where it is something else, still there. */
    private boolean passHostAndIdent() {
        int host = cursor.at() + 1;
        int hostEnd = Ascii.indexOf(bytes, host, end, ' ');
        if (cursor.peek() != ' ' || hostEnd <= host || bytes[hostEnd - 1] == ':') {
            return false;
        }
        int identEnd = Ascii.indexOf(bytes, hostEnd + 1, end, ' ');
        if (identEnd < 0) {
            identEnd = end;
        }
        if (bytes[identEnd - 1] != ':') {
            return false;
        }
        start = Math.min(identEnd + 1, end);
        return true;
    }

    /** A line after a date: docker and Kubernetes, or journald's {@code -o short-iso}. */
    private boolean dated() {
        if (!passTime(start)) {
            return false;
        }
        if (passHostAndIdent()) {
            return true;
        }
        if (cursor.skip(" stderr ") || cursor.skip(" stdout ")) {
            if (!cursor.skip("F ") && !cursor.skip("P ")) {
                return false;
            }
        } else if (!cursor.skip(' ')) {
            return false;
        }
        start = cursor.at();
        return true;
    }

    private boolean passTime(int from) {
        boolean passed = time.pass(cursor.over(bytes, from, end)) || time.passDayFirst(cursor);
        if (passed) {
            hasTime = true;
            epochNs = time.epochNs();
        }
        return passed;
    }

    /** {@code "timestamp":{"seconds":1716000000,"nanos":123456789}}, as Google's loggers write it. */
    private void passSeconds() {
        cursor.over(bytes, start, end);
        if (!cursor.skipPast(SECONDS) || !cursor.unsigned() || Long.compareUnsigned(cursor.value(), SECONDS_MAX) > 0) {
            return;
        }
        long seconds = cursor.value();
        if (cursor.skip(",\"nanos\":") && cursor.unsigned() && Long.compareUnsigned(cursor.value(), SECOND_NS) < 0) {
            hasTime = true;
            epochNs = seconds * SECOND_NS + cursor.value();
        }
    }
}
