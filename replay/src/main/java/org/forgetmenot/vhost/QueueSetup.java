// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.Closeable;
import org.forgetmenot.linux.EventFd;
import org.jspecify.annotations.Nullable;

/** What a front-end has said of one queue so far. */
final class QueueSetup implements Closeable {
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
