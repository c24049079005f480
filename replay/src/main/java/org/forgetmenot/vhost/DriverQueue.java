// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A virtqueue as its driver has it: makes chains of buffers available, and takes back those that the device has used. For one thread. */
public final class DriverQueue {
    private static final int ALIGNMENT = 64;

    private final Ring ring;
    private final int availAt;
    private final int usedAt;
    /** Free descriptors, each leading to the next; those of a chain do, too. */
    private final int[] next;
    /** Descriptors of the chain that begins here and that the device has; else 0. */
    private final int[] lengths;

    private int firstFree;
    private int free;
    private int outstanding;
    private int head = -1;
    private int tail = -1;
    private int chained;
    private short availIdx;
    private short usedIdx;
    private int used;
    private int usedLength;

    /**
     * An empty queue.
     *
     * @param memory {@link #bytes} of it, all 0
     * @param size how many descriptors, a power of 2
     */
    public DriverQueue(Pointer memory, int size) {
        if (!Ring.isSize(size)) {
            throw new IllegalArgumentException("not a size of a queue: " + size);
        }
        availAt = align(Virtio.descBytes(size));
        usedAt = align(availAt + Virtio.availBytes(size));
        ring = new Ring(
                memory.getByteBuffer(0, Virtio.descBytes(size)),
                memory.getByteBuffer(availAt, Virtio.availBytes(size)),
                memory.getByteBuffer(usedAt, Virtio.usedBytes(size)),
                size);
        next = new int[size];
        lengths = new int[size];
        Arrays.setAll(next, i -> i + 1);
        free = size;
    }

    private static int align(int at) {
        return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Memory that a queue takes. */
    public static int bytes(int size) {
        return align(align(align(Virtio.descBytes(size)) + Virtio.availBytes(size)) + Virtio.usedBytes(size));
    }

    public int size() {
        return ring.size;
    }

    /** Where in its memory the ring of what is available lies; the descriptors lie at its beginning. */
    int availAt() {
        return availAt;
    }

    /** Where in its memory the ring of what is used lies. */
    int usedAt() {
        return usedAt;
    }

    /**
     * The SET_VRING_ADDR that tells a device where it lies: the descriptors at the beginning of its memory.
     *
     * @param message to make it of
     * @param queue its number
     * @param address of its memory, as the device knows it
     */
    VhostMessage place(VhostMessage message, int queue, long address) {
        return message.begin(VhostMessage.SET_VRING_ADDR)
                .u32(queue)
                .u32(0)
                .u64(address)
                .u64(address + usedAt)
                .u64(address + availAt)
                .u64(0);
    }

    /** How many more descriptors can be added. */
    public int free() {
        return free;
    }

    /** How many chains the device has. */
    public int outstanding() {
        return outstanding;
    }

    /**
     * Adds a buffer to the chain that is being made: first all that the device reads, then all that it writes.
     *
     * @param address as the device knows it
     */
    public void add(long address, int length, boolean deviceWrites) {
        if (free == 0) {
            throw new IllegalStateException("no descriptor is free");
        }
        int at = firstFree;
        firstFree = next[at];
        free--;
        ByteBuffer desc = ring.desc;
        int base = at * Virtio.DESC_BYTES;
        desc.putLong(base + Virtio.DESC_ADDR, address);
        desc.putInt(base + Virtio.DESC_LEN, length);
        desc.putShort(base + Virtio.DESC_FLAGS, (short) (deviceWrites ? Virtio.DESC_F_WRITE : 0));
        if (head < 0) {
            head = at;
        } else {
            int before = tail * Virtio.DESC_BYTES;
            desc.putShort(before + Virtio.DESC_FLAGS, (short)
                    (desc.getShort(before + Virtio.DESC_FLAGS) | Virtio.DESC_F_NEXT));
            desc.putShort(before + Virtio.DESC_NEXT, (short) at);
            next[tail] = at;
        }
        tail = at;
        chained++;
    }

    /**
     * Makes the chain available; the device learns of it when it is kicked.
     *
     * @return its number until it is used
     */
    public int submit() {
        int chain = head;
        ring.avail.putShort(Virtio.RING_ENTRIES + ring.slot(availIdx) * Virtio.AVAIL_ENTRY_BYTES, (short) chain);
        Ring.releaseIdx(ring.avail, ++availIdx);
        lengths[chain] = chained;
        head = -1;
        tail = -1;
        chained = 0;
        outstanding++;
        return chain;
    }

    /** Whether the device has used a chain that was not taken yet. */
    public boolean isUsed() {
        return Ring.acquireIdx(ring.used) != usedIdx;
    }

    /**
     * Takes the next chain that the device has used: {@link #used} and {@link #usedLength} tell of it.
     *
     * @return false if there is none
     * @throws BrokenQueue if the device says what cannot be
     */
    public boolean take() throws BrokenQueue {
        if (!isUsed()) {
            return false;
        }
        int at = Virtio.RING_ENTRIES + ring.slot(usedIdx) * Virtio.USED_ENTRY_BYTES;
        used = ring.used.getInt(at);
        usedLength = ring.used.getInt(at + Virtio.USED_LEN);
        if (used < 0 || used >= ring.size || lengths[used] == 0) {
            throw new BrokenQueue("a used entry has the number " + Integer.toUnsignedString(used)
                    + ", which no chain in the queue has");
        }
        usedIdx++;
        outstanding--;
        int last = used;
        for (int i = 1; i < lengths[used]; i++) {
            last = next[last];
        }
        free += lengths[used];
        lengths[used] = 0;
        next[last] = firstFree;
        firstFree = used;
        return true;
    }

    /** The number of the chain that was taken last. */
    public int used() {
        return used;
    }

    /** How many bytes the device says that it wrote into it. */
    public int usedLength() {
        return usedLength;
    }
}
