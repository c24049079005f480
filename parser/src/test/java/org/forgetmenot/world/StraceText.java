// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/** What {@code strace -f -ttt -xx -o} shows of a daemon on /dev/fuse. */
final class StraceText {
    private static final long US = 1000L;
    private static final long S = 1_000_000L;
    private static final int FIRST_THREAD = 29434;
    private static final int HEADER_BYTES = 16;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private StraceText() {}

    static String of(List<WireFact> facts) {
        StringBuilder out = new StringBuilder();
        WireBytes wire = new WireBytes();
        for (WireFact fact : facts) {
            byte[] message = wire.of(fact);
            if (message == null) {
                continue;
            }
            long us = fact.timeNs() / US;
            out.append(FIRST_THREAD + fact.thread())
                    .append(' ')
                    .append(us / S)
                    .append('.')
                    .append(Long.toString(S + us % S).substring(1))
                    .append(' ');
            if (fact.isFromServer()) {
                written(out, message);
            } else {
                out.append("read(4, \"");
                bytes(out, message, 0, message.length);
                out.append("\", 1052672) = ").append(message.length).append('\n');
            }
        }
        return out.toString();
    }

    private static void written(StringBuilder out, byte[] message) {
        out.append("writev(4, [{iov_base=\"");
        bytes(out, message, 0, HEADER_BYTES);
        out.append("\", iov_len=").append(HEADER_BYTES).append('}');
        int left = message.length - HEADER_BYTES;
        if (left > 0) {
            out.append(", {iov_base=\"");
            bytes(out, message, HEADER_BYTES, message.length);
            out.append("\", iov_len=").append(left).append('}');
        }
        out.append("], ")
                .append(left > 0 ? 2 : 1)
                .append(") = ")
                .append(message.length)
                .append('\n');
    }

    private static void bytes(StringBuilder out, byte[] message, int from, int to) {
        for (int i = from; i < to; i++) {
            out.append("\\x").append(HEX[(message[i] >> 4) & 0xf]).append(HEX[message[i] & 0xf]);
        }
    }
}
