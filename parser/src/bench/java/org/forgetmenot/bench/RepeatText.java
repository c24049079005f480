// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text capture as literal pieces with holes for times, nodeids and uniques, as the dialects print them. Times of day, and
 * numbers inside the messages of an strace, are repeated as they are.
 */
final class RepeatText implements Repeat.Repeatable {
    private static final Pattern HOLE = Pattern.compile("(?m)"
            // ftrace, perf: 12.345678: ; strace: 30627 1795349040.731967 read(
            + "(?<seconds>(?<= )\\d{1,10}\\.\\d{6}(?=: | (?:<|read|write)))"
            + "|(?<date>\\d{4}[-/]\\d\\d[-/]\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d)"
            // NDJSON, bpftrace
            + "|(?<ns>(?<=\"timeNs\":\")\\d{1,19}|(?<=(?:^|\")[A-Z]{2} )\\d{10,19}(?= \\d))"
            + "|(?<nodeid>(?<=nodeid(?:=|: | = |\":))\\d+|(?<=\\b(?:parent|node|ino|inode)=)\\d+"
            + "|(?<=\\b(?:inode|parent|forget) )\\d+|(?<=^  )\\d+(?=/)|(?<= -> )\\d+$|(?<=NODEID: )\\d+|(?<=^FORGET )\\d+"
            + "|(?<=\"(?:parent|otherNodeid|Child|Inode|Parent|NewParent)\": ?)\\d+|(?<=[A-Z] [ni])\\d+|(?<=\\{[ni])\\d+)"
            + "|(?<hexNodeid>(?<=Node=0x|ino 0x|nodeid: 0x)[0-9a-f]+)"
            + "|(?<unique>(?<=unique(?:=|: |\":))\\d+|(?<=\\b[rt]x )\\d+|(?<=FUSE\\( {0,4})\\d+|(?<=\\breq[= ])\\d+"
            + "|(?<=\"FuseID\": )\\d+|(?<=(?:Dispatch|Serialize) )\\d+)"
            + "|(?<hexUnique>(?<=\\[ID=0x|Op 0x)[0-9a-f]+)");
    private static final long SECOND_NS = 1_000_000_000L;
    /** A round takes whole minutes, so that two captures of one run still are, when both are repeated. */
    private static final long MINUTE_NS = 60 * SECOND_NS;

    /** Captures put together of several runs are no longer in the order of time: then a round is one second. */
    private static final long DURATION_MAX_NS = 86_400 * SECOND_NS;
    /** Nodeids above it are addresses, of 47 bits: those of each round differ above them. */
    private static final long SMALL_MAX = 1L << 32;

    private static final long ADDRESSES = 1L << 48;

    private enum Kind {
        SECONDS,
        DATE,
        NS,
        NODEID,
        HEX_NODEID,
        UNIQUE,
        HEX_UNIQUE;

        boolean isTime() {
            return compareTo(NS) <= 0;
        }

        boolean isNodeid() {
            return this == NODEID || this == HEX_NODEID;
        }
    }

    /** @param value times in nanoseconds */
    private record Hole(byte[] before, Kind kind, String text, long value) {}

    private final byte[] header;
    private final List<Hole> holes = new ArrayList<>();
    private final byte[] rest;
    private final long timeStep;
    private final long nodeidStep;
    private final long uniqueStep;
    private final byte[] digits = new byte[20];

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
        while (matcher.find()) {
            Kind kind = kind(matcher);
            holes.add(new Hole(
                    bytes(events.substring(from, matcher.start())),
                    kind,
                    matcher.group(),
                    value(kind, matcher.group())));
            from = matcher.end();
        }
        rest = bytes(events.substring(from));
        long duration = holes.stream()
                        .filter(h -> h.kind.isTime())
                        .mapToLong(h -> h.value)
                        .max()
                        .orElse(0)
                - holes.stream()
                        .filter(h -> h.kind.isTime())
                        .mapToLong(h -> h.value)
                        .min()
                        .orElse(0);
        timeStep = duration > DURATION_MAX_NS ? SECOND_NS : (duration / MINUTE_NS + 1) * MINUTE_NS;
        nodeidStep = step(holes.stream()
                .filter(h -> h.kind.isNodeid())
                .mapToLong(h -> h.value)
                .toArray());
        uniqueStep = step(holes.stream()
                .filter(h -> !h.kind.isTime() && !h.kind.isNodeid())
                .mapToLong(h -> h.value)
                .toArray());
    }

    private static Kind kind(Matcher matcher) {
        String[] groups = {"seconds", "date", "ns", "nodeid", "hexNodeid", "unique", "hexUnique"};
        int i = 0;
        while (matcher.group(groups[i]) == null) {
            i++;
        }
        return Kind.values()[i];
    }

    private static long value(Kind kind, String text) {
        return switch (kind) {
            case SECONDS -> Long.parseLong(text.replace(".", "")) * 1000;
            case DATE ->
                LocalDateTime.parse(text.replace('/', '-').replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC) * SECOND_NS;
            case HEX_NODEID, HEX_UNIQUE -> Long.parseUnsignedLong(text, 16);
            default -> Long.parseUnsignedLong(text);
        };
    }

    /** What makes numbers of one round differ from those of all others; even, as uniques of requests are. */
    private static long step(long[] values) {
        long most = 0;
        for (long value : values) {
            if (value < 0 || value > SMALL_MAX) {
                return ADDRESSES;
            }
            most = Math.max(most, value);
        }
        return most + 2 & ~1L;
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
            written += hole.before.length + write(out, hole, round);
        }
        out.write(rest);
        return written;
    }

    private int write(OutputStream out, Hole hole, int round) throws IOException {
        long value = hole.value;
        int width = hole.text.startsWith("0") ? hole.text.length() : 1;
        return switch (hole.kind) {
            case SECONDS -> {
                long us = (value + round * timeStep) / 1000;
                int length = number(out, us / 1_000_000, 10, 1);
                out.write('.');
                yield length + 1 + number(out, us % 1_000_000, 10, 6);
            }
            case DATE -> date(out, hole.text, value + round * timeStep);
            case NS -> number(out, value + round * timeStep, 10, width);
            case NODEID -> number(out, nodeid(value, round), 10, width);
            case HEX_NODEID -> number(out, nodeid(value, round), 16, width);
            case UNIQUE -> number(out, value == 0 ? 0 : value + round * uniqueStep, 10, width);
            case HEX_UNIQUE -> number(out, value + round * uniqueStep, 16, width);
        };
    }

    private long nodeid(long value, int round) {
        return value == 0 || value == 1 ? value : value + round * nodeidStep;
    }

    private static int date(OutputStream out, String pattern, long ns) throws IOException {
        String date =
                LocalDateTime.ofEpochSecond(ns / SECOND_NS, 0, ZoneOffset.UTC).toString();
        StringBuilder text = new StringBuilder(date.length() < pattern.length() ? date + ":00" : date);
        for (int at : new int[] {4, 7, 10}) {
            text.setCharAt(at, pattern.charAt(at));
        }
        out.write(bytes(text.toString()));
        return text.length();
    }

    private int number(OutputStream out, long value, int radix, int least) throws IOException {
        int at = digits.length;
        long left = value;
        while (left != 0 || digits.length - at < least) {
            digits[--at] = (byte) Character.forDigit((int) Long.remainderUnsigned(left, radix), radix);
            left = Long.divideUnsigned(left, radix);
        }
        out.write(digits, at, digits.length - at);
        return digits.length - at;
    }
}
