// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.Closeable;
import java.util.Arrays;
import org.forgetmenot.linux.EventFd;
import org.jspecify.annotations.Nullable;

/** What a front-end has said of one queue so far. */
final class QueueSetup implements Closeable {
    /** Queues of a device: hiprio, and those for requests. */
    static final int COUNT = 1 + BackEnd.REQUEST_QUEUES_MAX;

    // the payload of SET_VRING_ADDR
    private static final int ADDR_DESC = 8;
    private static final int ADDR_USED = 16;
    private static final int ADDR_AVAIL = 24;

    int size;
    short base;
    boolean enabled;
    long descAddress;
    long usedAddress;
    long availAddress;

    @Nullable
    EventFd kick;

    @Nullable
    EventFd call;

    /** Those of all queues, of which nothing was said yet. */
    static QueueSetup[] all() {
        QueueSetup[] setups = new QueueSetup[COUNT];
        Arrays.setAll(setups, i -> new QueueSetup());
        return setups;
    }

    /** The number of a queue, as a message has it. */
    static int number(int said) throws BrokenQueue {
        if (said < 0 || said >= COUNT) {
            throw new BrokenQueue("there is no queue " + Integer.toUnsignedString(said));
        }
        return said;
    }

    /** Takes over what a SET_FEATURES says: without vhost-user's own features, queues need not be enabled. */
    static void features(QueueSetup[] setups, long features) {
        if ((features & Virtio.PROTOCOL_FEATURES) == 0) {
            for (QueueSetup setup : setups) {
                setup.enabled = true;
            }
        }
    }

    /** Takes over what a SET_VRING_ADDR says. */
    void addresses(VhostMessage message) {
        descAddress = message.u64At(ADDR_DESC);
        usedAddress = message.u64At(ADDR_USED);
        availAddress = message.u64At(ADDR_AVAIL);
    }

    /** Puts a descriptor in the place of another, which is closed. */
    static @Nullable EventFd replace(@Nullable EventFd old, @Nullable EventFd with) {
        if (old != null) {
            old.close();
        }
        return with;
    }

    /** Whether all is known that it takes to run. */
    boolean isReady() {
        return enabled && kick != null && Ring.isSize(size) && descAddress != 0;
    }

    Ring ring(GuestMemory memory) throws BrokenQueue {
        return new Ring(
                memory.ring(descAddress, Virtio.descBytes(size)),
                memory.ring(availAddress, Virtio.availBytes(size)),
                memory.ring(usedAddress, Virtio.usedBytes(size)),
                size);
    }

    @Override
    public void close() {
        kick = replace(kick, null);
        call = replace(call, null);
    }
}
