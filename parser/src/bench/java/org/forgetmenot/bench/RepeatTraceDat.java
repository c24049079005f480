// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.wire.Bytes;

/**
 * A little-endian trace.dat whose processors' pages stand once more at its end, as often as is wanted. Uncompressed pages come
 * later in each repetition; compressed ones, and the records in all, are repeated as they are.
 */
final class RepeatTraceDat {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int VERSION_AT = 10;
    private static final int PAGE_BYTES_AT = 14;
    private static final int NAMES_AT = 18;
    private static final int SECTION_BYTES = 16;
    private static final int BUFFER = 3;

    /** @param tableAt where the file says where they lie: u64 offset, u64 size */
    private record Cpu(int tableAt, byte[] pages, boolean compressed) {}

    private final byte[] head;
    private final int pageBytes;
    private final List<Cpu> cpus = new ArrayList<>();

    RepeatTraceDat(byte[] bytes) {
        head = bytes.clone();
        pageBytes = Bytes.i32(bytes, PAGE_BYTES_AT, ORDER);
        if (bytes[VERSION_AT] == '6') {
            int table = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("flyrecord\0") + 10;
            int first = (int) Bytes.i64(bytes, table, ORDER);
            for (int at = table; at + 16 <= first; at += 16) {
                add(at, false);
            }
        } else {
            options();
        }
    }

    private void options() {
        int at = afterNul(afterNul(NAMES_AT)); // the compression and its version
        for (int section = (int) Bytes.i64(head, at, ORDER); section != 0; ) {
            at = section + SECTION_BYTES;
            int id = Bytes.u16(head, at, ORDER);
            while (id != 0) {
                int body = at + 6;
                if (id == BUFFER) {
                    buffer(body);
                }
                at = body + Bytes.i32(head, at + 2, ORDER);
                id = Bytes.u16(head, at, ORDER);
            }
            section = (int) Bytes.i64(head, at + 6, ORDER);
        }
    }

    private void buffer(int option) {
        int section = (int) Bytes.i64(head, option, ORDER);
        boolean compressed = (Bytes.u16(head, section + 2, ORDER) & 1) != 0;
        int at = afterNul(afterNul(option + 8)) + 4; // the instance's name, the clock's, the page size
        int count = Bytes.i32(head, at, ORDER);
        for (int i = 0; i < count; i++) {
            add(at + 8 + i * 20, compressed);
        }
    }

    private int afterNul(int from) {
        int at = from;
        while (head[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private void add(int table, boolean compressed) {
        int offset = (int) Bytes.i64(head, table, ORDER);
        int size = (int) Bytes.i64(head, table + 8, ORDER);
        if (size > 0) {
            byte[] pages = new byte[compressed ? size + 4 : size];
            System.arraycopy(head, offset, pages, 0, pages.length);
            cpus.add(new Cpu(table, pages, compressed));
        }
    }

    /** Writes a file of at least {@code wanted} bytes; returns how often it holds the pages, but for the first ones. */
    int write(long wanted, OutputStream out) throws IOException {
        long once = cpus.stream().mapToLong(c -> c.pages.length).sum();
        int rounds = (int) Math.max(1, (wanted - head.length + once - 1) / once);
        long at = head.length;
        for (Cpu cpu : cpus) {
            long size = (long) rounds * (cpu.compressed ? cpu.pages.length - 4 : cpu.pages.length);
            Bytes.put64(head, cpu.tableAt, ORDER, at);
            Bytes.put64(head, cpu.tableAt + 8, ORDER, size);
            at += cpu.compressed ? size + 4 : size;
        }
        out.write(head);
        long step = step();
        for (Cpu cpu : cpus) {
            int from = cpu.compressed ? 4 : 0;
            if (cpu.compressed) {
                int chunks = Bytes.i32(cpu.pages, 0, ORDER) * rounds;
                out.write(
                        new byte[] {(byte) chunks, (byte) (chunks >> 8), (byte) (chunks >> 16), (byte) (chunks >> 24)});
            }
            for (int round = 0; round < rounds; round++) {
                out.write(cpu.pages, from, cpu.pages.length - from);
                for (int page = 0; page < cpu.pages.length && !cpu.compressed; page += pageBytes) {
                    Bytes.put64(cpu.pages, page, ORDER, Bytes.i64(cpu.pages, page, ORDER) + step);
                }
            }
        }
        return rounds;
    }

    private long step() {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (Cpu cpu : cpus) {
            for (int page = 0; page < cpu.pages.length && !cpu.compressed; page += pageBytes) {
                least = Math.min(least, Bytes.i64(cpu.pages, page, ORDER));
                most = Math.max(most, Bytes.i64(cpu.pages, page, ORDER));
            }
        }
        return most < least ? 0 : most - least + SECOND_NS;
    }
}
