// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The three parts of a split virtqueue in shared memory. Each side reads what the other may write at any time, so what was
 * read once must not be read again to be believed.
 */
final class Ring {
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    final ByteBuffer desc;
    final ByteBuffer avail;
    final ByteBuffer used;
    final int size;

    /**
     * @param desc {@link Virtio#descBytes} of memory, and so on
     * @param size how many descriptors, a power of 2
     */
    Ring(ByteBuffer desc, ByteBuffer avail, ByteBuffer used, int size) {
        this.desc = desc.order(ByteOrder.LITTLE_ENDIAN);
        this.avail = avail.order(ByteOrder.LITTLE_ENDIAN);
        this.used = used.order(ByteOrder.LITTLE_ENDIAN);
        this.size = size;
    }

    static boolean isSize(int size) {
        return size > 0 && size <= Virtio.QUEUE_SIZE_MAX && Integer.bitCount(size) == 1;
    }

    /** What the other side has written before it set the index can be read after this. */
    static short acquireIdx(ByteBuffer ring) {
        return (short) SHORT.getAcquire(ring, Virtio.RING_IDX);
    }

    /** The other side sees everything that was written before this. */
    static void releaseIdx(ByteBuffer ring, short idx) {
        SHORT.setRelease(ring, Virtio.RING_IDX, idx);
    }

    /** Of an index that counts on beyond the size. */
    int slot(short idx) {
        return idx & size - 1;
    }
}
