// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * The bytes of a file in memory: pages that were written, and holes. A hole reads as zeros, or, in a file that was built from a
 * capture which does not have its bytes, as a pattern that tells of which file and of which place it is.
 */
final class SparseContent {
    private static final int PAGE_BITS = 12;
    static final int PAGE_BYTES = 1 << PAGE_BITS;

    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long seed;
    /** Up to where holes have the pattern; behind it they are zeros. */
    private long patternEnd;

    private long size;

    long size() {
        return size;
    }

    /** How many pages it has in memory. */
    int pages() {
        return pages.size();
    }

    /** Makes it at least so long, with a pattern in all its holes; a seed of 0 is zeros. */
    void pattern(long seedOfPattern, long sizeBytes) {
        size = Math.max(size, sizeBytes);
        seed = seedOfPattern;
        patternEnd = seedOfPattern == 0 ? 0 : size;
    }

    /** How many more pages a write needs at most. */
    static long pagesOf(long offset, long length) {
        return length == 0 ? 0 : ((offset + length - 1) >>> PAGE_BITS) - (offset >>> PAGE_BITS) + 1;
    }

    int read(long offset, byte[] into, int at, int length) {
        int count = (int) Math.min(length, Math.max(0, size - offset));
        int done = 0;
        while (done < count) {
            long from = offset + done;
            int inPage = (int) (from & (PAGE_BYTES - 1));
            int part = Math.min(count - done, PAGE_BYTES - inPage);
            byte[] page = pages.get(from >>> PAGE_BITS);
            if (page != null) {
                System.arraycopy(page, inPage, into, at + done, part);
            } else {
                hole(from, into, at + done, part);
            }
            done += part;
        }
        return count;
    }

    private void hole(long offset, byte[] into, int at, int length) {
        int patterned = (int) Math.min(length, Math.max(0, patternEnd - offset));
        for (int i = 0; i < patterned; i++) {
            into[at + i] = patternAt(offset + i);
        }
        Arrays.fill(into, at + patterned, at + length, (byte) 0);
    }

    /** A byte for each place, by a multiplicative hash of the seed and the place's group of eight. */
    private byte patternAt(long offset) {
        long mixed = (seed ^ (offset >>> 3)) * 0x9e3779b97f4a7c15L;
        return (byte) (mixed >>> (8 * (offset & 7)));
    }

    void write(long offset, byte[] from, int at, int length) {
        int done = 0;
        while (done < length) {
            long to = offset + done;
            int inPage = (int) (to & (PAGE_BYTES - 1));
            int part = Math.min(length - done, PAGE_BYTES - inPage);
            System.arraycopy(from, at + done, page(to >>> PAGE_BITS), inPage, part);
            done += part;
        }
        size = Math.max(size, offset + length);
    }

    private byte[] page(long number) {
        byte[] page = pages.get(number);
        if (page == null) {
            page = new byte[PAGE_BYTES];
            hole(number << PAGE_BITS, page, 0, PAGE_BYTES);
            pages.put(number, page);
        }
        return page;
    }

    void truncate(long newSize) {
        if (newSize < size) {
            long firstGone = (newSize + PAGE_BYTES - 1) >>> PAGE_BITS;
            pages.tailMap(firstGone, true).clear();
            byte[] last = pages.get(newSize >>> PAGE_BITS);
            if (last != null) {
                Arrays.fill(last, (int) (newSize & (PAGE_BYTES - 1)), PAGE_BYTES, (byte) 0);
            }
            patternEnd = Math.min(patternEnd, newSize);
        }
        size = newSize;
    }

    /** Where data, or a hole, begins from a place within the file on; -1 if there is no more data. */
    long seek(long offset, boolean data) {
        if (offset < patternEnd) {
            return data ? offset : seek(patternEnd, false);
        }
        if (data) {
            Long page = pages.ceilingKey(offset >>> PAGE_BITS);
            long at = page == null ? size : Math.max(offset, page << PAGE_BITS);
            return at < size ? at : -1;
        }
        long at = offset;
        while (at < size && pages.containsKey(at >>> PAGE_BITS)) {
            at = ((at >>> PAGE_BITS) + 1) << PAGE_BITS;
        }
        return Math.min(at, size);
    }

    /** Whether zeros in a range need pages of their own, because holes there have the pattern. */
    boolean isPatterned(long offset) {
        return offset < patternEnd;
    }

    /** Makes a range read as zeros, as far as the file goes; where {@link #isPatterned} it takes pages. */
    void zero(long offset, long length) {
        byte[] zeros = new byte[PAGE_BYTES];
        long end = Math.min(size, offset + length);
        long at = offset;
        while (at < end) {
            int part = (int) Math.min(end - at, PAGE_BYTES - (at & (PAGE_BYTES - 1)));
            long page = at >>> PAGE_BITS;
            if (at >= patternEnd && !pages.containsKey(page)) {
                Long next = pages.higherKey(page); // a hole already: on to the next page that is none
                at = next == null ? end : next << PAGE_BITS;
                continue;
            }
            if (at >= patternEnd && part == PAGE_BYTES) {
                pages.remove(page);
            } else {
                write(at, zeros, 0, part);
            }
            at += part;
        }
    }
}
