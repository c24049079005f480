// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

/** Numbers of VIRTIO, and of its filesystem device. */
public final class Virtio {
    /** {@code VIRTIO_F_VERSION_1}. */
    public static final long VERSION_1 = 1L << 32;
    /** {@code VHOST_USER_F_PROTOCOL_FEATURES}: vhost-user's own, which no guest sees. */
    public static final long PROTOCOL_FEATURES = 1L << 30;

    /**
     * All that is understood here. Without {@code EVENT_IDX}, {@code INDIRECT_DESC} and {@code RING_PACKED} a queue is a split ring
     * in which every chain is spelt out and every completed one may wake the driver.
     */
    public static final long FEATURES = VERSION_1 | PROTOCOL_FEATURES;

    /** The queue that Linux sends FORGET on. */
    public static final int HIPRIO_QUEUE = 0;
    /** The first of those for all other requests. */
    public static final int REQUEST_QUEUE = 1;
    /** Descriptors that a split queue can have at most. */
    public static final int QUEUE_SIZE_MAX = 32768;

    // struct virtq_desc
    static final int DESC_BYTES = 16;
    static final int DESC_ADDR = 0;
    static final int DESC_LEN = 8;
    static final int DESC_FLAGS = 12;
    static final int DESC_NEXT = 14;
    static final int DESC_F_NEXT = 1;
    static final int DESC_F_WRITE = 2;
    static final int DESC_F_INDIRECT = 4;

    // struct virtq_avail and virtq_used
    static final int RING_FLAGS = 0;
    static final int RING_IDX = 2;
    static final int RING_ENTRIES = 4;
    static final int AVAIL_ENTRY_BYTES = 2;
    static final int USED_ENTRY_BYTES = 8;
    static final int USED_LEN = 4;
    static final int AVAIL_F_NO_INTERRUPT = 1;

    private Virtio() {}

    /** Bytes of the descriptor table. */
    static int descBytes(int size) {
        return size * DESC_BYTES;
    }

    /** Bytes of the ring of what is available. */
    static int availBytes(int size) {
        return RING_ENTRIES + size * AVAIL_ENTRY_BYTES;
    }

    /** Bytes of the ring of what is used. */
    static int usedBytes(int size) {
        return RING_ENTRIES + size * USED_ENTRY_BYTES;
    }
}
