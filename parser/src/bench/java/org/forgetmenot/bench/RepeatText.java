// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text capture as literal pieces with holes for times and nodeids; other text than ftrace's is repeated as it is. */
final class RepeatText implements Repeat.Repeatable {
    private static final Pattern HOLE =
            Pattern.compile("(?m)(?<=\\] .{4,8} {1,12})\\d+\\.\\d{6}(?=: )|(?<=nodeid=)\\d+");
    private static final long PAUSE_US = 1_000_000;

    private record Hole(byte[] before, boolean isTime, long value) {}

    private final byte[] header;
    private final List<Hole> holes = new ArrayList<>();
    private final byte[] rest;
    private long nodeids = 1;
    private final long durationUs;

    RepeatText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int body = 0;
        while (text.startsWith("#", body)) {
            body = text.indexOf('\n', body) + 1;
        }
        header = bytes(text.substring(0, body));
        String events = text.substring(body);
        Matcher matcher = HOLE.matcher(events);
        int from = 0;
        long firstUs = Long.MAX_VALUE;
        long lastUs = 0;
        while (matcher.find()) {
            boolean isTime = matcher.group().indexOf('.') > 0;
            long value = Long.parseUnsignedLong(matcher.group().replace(".", ""));
            holes.add(new Hole(bytes(events.substring(from, matcher.start())), isTime, value));
            from = matcher.end();
            if (isTime) {
                firstUs = Math.min(firstUs, value);
                lastUs = Math.max(lastUs, value);
            } else {
                nodeids = Math.max(nodeids, value);
            }
        }
        rest = bytes(events.substring(from));
        durationUs = Math.max(0, lastUs - firstUs) + PAUSE_US;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public long write(OutputStream out, int round) throws IOException {
        long written = rest.length;
        if (round == 0) {
            out.write(header);
            written += header.length;
        }
        for (Hole hole : holes) {
            out.write(hole.before);
            written += hole.before.length;
            if (hole.isTime) {
                long us = hole.value + round * durationUs;
                written += decimal(out, us / 1_000_000, 1);
                out.write('.');
                written += 1 + decimal(out, us % 1_000_000, 6);
            } else {
                written += decimal(out, hole.value <= 1 ? hole.value : hole.value + round * nodeids, 1);
            }
        }
        out.write(rest);
        return written;
    }

    private final byte[] digits = new byte[20];

    private int decimal(OutputStream out, long value, int least) throws IOException {
        int at = digits.length;
        long left = value;
        while (left > 0 || digits.length - at < least) {
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        out.write(digits, at, digits.length - at);
        return digits.length - at;
    }
}
