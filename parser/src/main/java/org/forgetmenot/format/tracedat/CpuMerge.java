// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.IOException;

/** Puts the records of all processors in the order of their time stamps: a heap of readers, earliest first. */
final class CpuMerge {
    private final PageReader[] heap;
    private final int[] rank;
    private int size;

    CpuMerge(int readers) {
        heap = new PageReader[readers];
        rank = new int[readers];
    }

    /** Adds a reader that has a record; of equal times the one added first is first. */
    void add(PageReader reader) {
        heap[size] = reader;
        rank[size] = size;
        size++;
        for (int i = size - 1; i > 0 && before(i, (i - 1) / 2); i = (i - 1) / 2) {
            swap(i, (i - 1) / 2);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The reader with the earliest record. */
    PageReader first() {
        return heap[0];
    }

    /** Steps the earliest reader on; false if it was at its end, and is dropped. */
    boolean step() throws IOException {
        boolean more = heap[0].next();
        if (!more) {
            size--;
            swap(0, size);
        }
        sink();
        return more;
    }

    private void sink() {
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && before(child + 1, child)) {
                child++;
            }
            if (!before(child, i)) {
                return;
            }
            swap(child, i);
            i = child;
        }
    }

    private boolean before(int a, int b) {
        int order = Long.compareUnsigned(heap[a].stamp(), heap[b].stamp());
        return order < 0 || (order == 0 && rank[a] < rank[b]);
    }

    private void swap(int a, int b) {
        PageReader reader = heap[a];
        heap[a] = heap[b];
        heap[b] = reader;
        int order = rank[a];
        rank[a] = rank[b];
        rank[b] = order;
    }
}
