// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.linux.Descriptors;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.SharedMemory;

/**
 * The memory of a guest, as a front-end hands it out: regions that have one address for the guest, another for the front-end, and
 * lie somewhere in a file. Every address that comes from a queue is held against them.
 */
public final class GuestMemory implements Closeable {
    /** Twice {@code VHOST_MEMORY_BASELINE_NREGIONS}. */
    private static final int REGIONS_MAX = Descriptors.COUNT_MAX;

    // the payload of SET_MEM_TABLE
    private static final int REGIONS_AT = 8;
    private static final int REGION_BYTES = 32;
    private static final int GUEST = 0;
    private static final int SIZE = 8;
    private static final int USER = 16;
    private static final int OFFSET = 24;

    private record Region(long guest, long size, long user, long offset, SharedMemory memory) {}

    private final List<Region> regions = new ArrayList<>();

    private GuestMemory() {}

    /** No memory at all. */
    static GuestMemory none() {
        return new GuestMemory();
    }

    /**
     * Maps what a SET_MEM_TABLE says.
     *
     * @param message whose descriptors are closed in any case, sooner or later
     */
    static GuestMemory of(VhostMessage message) throws IOException {
        GuestMemory memory = new GuestMemory();
        int count = message.u32At(0);
        int[] fds = message.fds();
        boolean isWhole = count >= 0
                && count <= REGIONS_MAX
                && count == fds.length
                && message.size() >= REGIONS_AT + count * REGION_BYTES;
        int mapped = 0;
        try {
            if (!isWhole) {
                throw new BrokenQueue("a memory table of " + count + " regions has " + message.size() + " bytes and "
                        + fds.length + " descriptors");
            }
            while (mapped < count) {
                int at = REGIONS_AT + mapped * REGION_BYTES;
                int fd = fds[mapped++];
                memory.add(
                        message.u64At(at + GUEST),
                        message.u64At(at + SIZE),
                        message.u64At(at + USER),
                        message.u64At(at + OFFSET),
                        fd);
            }
            return memory;
        } catch (IOException e) {
            for (int i = mapped; i < fds.length; i++) {
                LibC.close(fds[i]);
            }
            memory.close();
            throw e;
        }
    }

    private void add(long guest, long size, long user, long offset, int fd) throws IOException {
        long end = offset + size;
        if (size <= 0 || offset < 0 || end < size || wraps(guest, size) || wraps(user, size)) {
            LibC.close(fd);
            throw new BrokenQueue("a memory region of " + size + " bytes at " + offset);
        }
        regions.add(new Region(guest, size, user, offset, SharedMemory.map(fd, end)));
    }

    private static boolean wraps(long address, long size) {
        return Long.compareUnsigned(address + size, address) < 0;
    }

    /** The region that holds all of a place of the guest. */
    private Region region(long guest, long length) throws BrokenQueue {
        for (Region region : regions) {
            long at = guest - region.guest;
            if (at >= 0 && at <= region.size - length) {
                return region;
            }
        }
        throw new BrokenQueue("a buffer of " + length + " bytes at 0x" + Long.toHexString(guest)
                + " does not lie in the guest's memory");
    }

    /** Whether all of a place lies in the guest's memory. */
    void check(long guest, long length) throws BrokenQueue {
        region(guest, length);
    }

    /** Copies from the guest. */
    void read(long guest, byte[] into, int at, int length) throws BrokenQueue {
        Region region = region(guest, length);
        region.memory.pointer().read(region.offset + guest - region.guest, into, at, length);
    }

    /** Copies to the guest. */
    void write(long guest, byte[] from, int at, int length) throws BrokenQueue {
        Region region = region(guest, length);
        region.memory.pointer().write(region.offset + guest - region.guest, from, at, length);
    }

    /** What lies at an address of the front-end, where the rings are. */
    ByteBuffer ring(long user, int length) throws BrokenQueue {
        for (Region region : regions) {
            long at = user - region.user;
            if (at >= 0 && at <= region.size - length) {
                Pointer pointer = region.memory.pointer().share(region.offset + at);
                return pointer.getByteBuffer(0, length);
            }
        }
        throw new BrokenQueue("a ring at 0x" + Long.toHexString(user) + " does not lie in the guest's memory");
    }

    /** Nobody may use its rings any more. */
    @Override
    public void close() {
        regions.forEach(region -> region.memory.close());
        regions.clear();
    }
}
