// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** A virtqueue as its device has it: takes chains of buffers that the driver makes available, and gives them back used. For one thread. */
public final class DeviceQueue {
    private final Ring ring;
    private short availIdx;
    private short usedIdx;

    DeviceQueue(Ring ring, short base) {
        this.ring = ring;
        availIdx = base;
        // where it was stopped, everything was used
        usedIdx = Ring.acquireIdx(ring.used);
    }

    int size() {
        return ring.size;
    }

    /** Of the next chain, which is where to go on after a stop. */
    short availIdx() {
        return availIdx;
    }

    /**
     * Takes the next chain.
     *
     * @return false if there is none
     * @throws BrokenQueue if the driver says what cannot be
     */
    boolean next(Chain into) throws BrokenQueue {
        short available = Ring.acquireIdx(ring.avail);
        int ahead = available - availIdx & 0xffff;
        if (ahead == 0) {
            return false;
        }
        if (ahead > ring.size) {
            throw new BrokenQueue(ahead + " chains are available in a queue of " + ring.size + " descriptors");
        }
        int at = Virtio.RING_ENTRIES + ring.slot(availIdx) * Virtio.AVAIL_ENTRY_BYTES;
        int index = ring.avail.getShort(at) & 0xffff;
        into.begin(index);
        ByteBuffer desc = ring.desc;
        for (int i = 0; ; i++) {
            if (i == ring.size || index >= ring.size) {
                throw new BrokenQueue("a chain of descriptors leads nowhere, or in a circle");
            }
            int base = index * Virtio.DESC_BYTES;
            int flags = desc.getShort(base + Virtio.DESC_FLAGS);
            if ((flags & Virtio.DESC_F_INDIRECT) != 0) {
                throw new BrokenQueue("a descriptor is indirect, which was not agreed upon");
            }
            into.add(
                    desc.getLong(base + Virtio.DESC_ADDR),
                    desc.getInt(base + Virtio.DESC_LEN),
                    (flags & Virtio.DESC_F_WRITE) != 0);
            if ((flags & Virtio.DESC_F_NEXT) == 0) {
                break;
            }
            index = desc.getShort(base + Virtio.DESC_NEXT) & 0xffff;
        }
        availIdx++;
        return true;
    }

    /**
     * Gives a chain back.
     *
     * @param written bytes that the device wrote into it
     * @return whether the driver wants to be woken
     */
    boolean complete(int head, int written) {
        int at = Virtio.RING_ENTRIES + ring.slot(usedIdx) * Virtio.USED_ENTRY_BYTES;
        ring.used.putInt(at, head);
        ring.used.putInt(at + Virtio.USED_LEN, written);
        Ring.releaseIdx(ring.used, ++usedIdx);
        VarHandle.fullFence(); // it sets its wish, then looks for what is used; we the other way round
        return (ring.avail.getShort(Virtio.RING_FLAGS) & Virtio.AVAIL_F_NO_INTERRUPT) == 0;
    }
}
