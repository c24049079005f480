// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A message of vhost-user: a header of three 32 bit words (request, flags, size), a payload, and descriptors that travel with
 * it. All in the byte order of the machine.
 */
public final class VhostMessage {
    static final int HEADER_BYTES = 12;
    /** No payload that is known comes near it. */
    static final int PAYLOAD_BYTES_MAX = 4096;

    /** {@code VHOST_USER_VERSION}, in the lowest bits of the flags. */
    private static final int VERSION = 1;

    private static final int REPLY = 1 << 2;
    private static final int NEED_REPLY = 1 << 3;

    // requests of the front-end: enum VhostUserRequest
    public static final int GET_FEATURES = 1;
    public static final int SET_FEATURES = 2;
    public static final int SET_OWNER = 3;
    public static final int RESET_OWNER = 4;
    public static final int SET_MEM_TABLE = 5;
    public static final int SET_LOG_BASE = 6;
    public static final int SET_LOG_FD = 7;
    public static final int SET_VRING_NUM = 8;
    public static final int SET_VRING_ADDR = 9;
    public static final int SET_VRING_BASE = 10;
    public static final int GET_VRING_BASE = 11;
    public static final int SET_VRING_KICK = 12;
    public static final int SET_VRING_CALL = 13;
    public static final int SET_VRING_ERR = 14;
    public static final int GET_PROTOCOL_FEATURES = 15;
    public static final int SET_PROTOCOL_FEATURES = 16;
    public static final int GET_QUEUE_NUM = 17;
    public static final int SET_VRING_ENABLE = 18;
    public static final int GET_CONFIG = 24;
    public static final int GET_MAX_MEM_SLOTS = 36;

    /** {@code VHOST_USER_PROTOCOL_F_MQ}: the back-end says how many queues it has. */
    public static final long PROTOCOL_F_MQ = 1;
    /** {@code VHOST_USER_PROTOCOL_F_REPLY_ACK}: a request with a flag is answered by 0, or by another number if it failed. */
    public static final long PROTOCOL_F_REPLY_ACK = 1 << 3;

    /** {@code VHOST_USER_PROTOCOL_F_BACKEND_REQ}: the back-end may ask, too. */
    static final long PROTOCOL_F_BACKEND_REQ = 1 << 5;
    /** {@code VHOST_USER_PROTOCOL_F_CONFIG}: the front-end reads the device's configuration. */
    static final long PROTOCOL_F_CONFIG = 1 << 9;
    /** {@code VHOST_USER_PROTOCOL_F_BACKEND_SEND_FD}: what the back-end asks may come with descriptors. */
    static final long PROTOCOL_F_BACKEND_SEND_FD = 1 << 10;

    /** In the payload of a message about a queue's descriptor: there is none. */
    static final long NO_FD = 1 << 8;
    /** In the same: the number of the queue. */
    static final long QUEUE_MASK = 0xff;

    final ByteBuffer payload = ByteBuffer.allocate(PAYLOAD_BYTES_MAX).order(ByteOrder.nativeOrder());
    int[] fds = {};
    private int request;
    private int flags = VERSION;

    /** An empty one, to be received into. */
    public VhostMessage() {
        payload.limit(0);
    }

    /** Begins a request of ours. */
    public VhostMessage begin(int number) {
        return begin(number, VERSION);
    }

    VhostMessage begin(int number, int withFlags) {
        request = number;
        flags = withFlags;
        fds = new int[0];
        payload.clear().limit(0);
        return this;
    }

    /** Turns it into the reply to itself, empty as yet. */
    public VhostMessage reply() {
        return begin(request, VERSION | REPLY);
    }

    /** Adds a number to the payload. */
    public VhostMessage u32(int value) {
        payload.limit(payload.limit() + Integer.BYTES);
        payload.putInt(payload.limit() - Integer.BYTES, value);
        return this;
    }

    /** Adds a number to the payload. */
    public VhostMessage u64(long value) {
        payload.limit(payload.limit() + Long.BYTES);
        payload.putLong(payload.limit() - Long.BYTES, value);
        return this;
    }

    /** Adds descriptors that travel with it; they stay open here. */
    public VhostMessage with(int... descriptors) {
        fds = descriptors;
        return this;
    }

    /** Asks for an acknowledgement, or does not. */
    public VhostMessage needReply(boolean acknowledge) {
        flags = acknowledge ? flags | NEED_REPLY : flags & ~NEED_REPLY;
        return this;
    }

    public int request() {
        return request;
    }

    int flags() {
        return flags;
    }

    public boolean needsReply() {
        return (flags & NEED_REPLY) != 0;
    }

    public boolean isReply() {
        return (flags & REPLY) != 0;
    }

    /** A number of the payload, 0 where the payload is too short. */
    public int u32At(int at) {
        return at + Integer.BYTES <= payload.limit() ? payload.getInt(at) : 0;
    }

    /** A number of the payload, 0 where the payload is too short. */
    public long u64At(int at) {
        return at + Long.BYTES <= payload.limit() ? payload.getLong(at) : 0;
    }

    /** Puts another number into the payload, which must reach so far. */
    public void put64At(int at, long value) {
        payload.putLong(at, value);
    }

    /** Bytes of the payload. */
    public int size() {
        return payload.limit();
    }

    /** Descriptors that came with it, or go with it. */
    public int[] fds() {
        return fds;
    }

    /** "request 5", for who reads an error. */
    @Override
    public String toString() {
        return "vhost-user " + (isReply() ? "reply " : "request ") + request;
    }
}
