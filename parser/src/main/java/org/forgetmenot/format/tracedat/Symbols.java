// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.format.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's functions by address, from a copy of {@code /proc/kallsyms}: lines {@code ffffffffa0003a20 t name [module]}.
 * A kernel that hides its addresses writes zeros, which tell nothing.
 */
final class Symbols {
    private final byte[] text;
    private final long[] addresses;
    private final long[] names;

    /** Reads the text of kallsyms; lines that are none are passed over. */
    Symbols(byte[] text) {
        this.text = text;
        LongArrayList at = new LongArrayList();
        LongArrayList of = new LongArrayList();
        int line = 0;
        while (line < text.length) {
            int end = Ascii.indexOf(text, line, text.length, '\n');
            end = end < 0 ? text.length : end;
            readLine(line, end, at, of);
            line = end + 1;
        }
        addresses = at.toLongArray();
        names = of.toLongArray();
        Arrays.mergeSort(0, addresses.length, (a, b) -> Long.compareUnsigned(addresses[a], addresses[b]), this::swap);
    }

    private void swap(int a, int b) {
        long address = addresses[a];
        addresses[a] = addresses[b];
        addresses[b] = address;
        long name = names[a];
        names[a] = names[b];
        names[b] = name;
    }

    private void readLine(int start, int end, LongArrayList at, LongArrayList of) {
        long address = 0;
        int p = start;
        while (p < end && Ascii.hexDigit(text[p]) >= 0) {
            address = address << 4 | Ascii.hexDigit(text[p++]);
        }
        if (address == 0 || end - p < 4 || text[p] != ' ' || text[p + 2] != ' ' || !isFunction(text[p + 1])) {
            return;
        }
        int from = p + 3;
        int to = from;
        while (to < end && text[to] != '\t' && text[to] != ' ') {
            to++;
        }
        at.add(address);
        of.add((long) from << 32 | to);
    }

    private static boolean isFunction(byte type) {
        return type == 't' || type == 'T' || type == 'w' || type == 'W';
    }

    /** Index of the function that an address lies in, or -1. */
    int find(long address) {
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The name of the function that an address lies in, or null. */
    @Nullable
    String name(long address) {
        int index = find(address);
        return index < 0
                ? null
                : new String(text, start(index), end(index) - start(index), StandardCharsets.ISO_8859_1);
    }

    /** The bytes that {@link #start} and {@link #end} point into. */
    byte[] text() {
        return text;
    }

    int start(int index) {
        return (int) (names[index] >>> 32);
    }

    int end(int index) {
        return (int) names[index];
    }
}
