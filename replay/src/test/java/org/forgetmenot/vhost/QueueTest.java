// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.SharedMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A virtqueue with both its sides in this process, and with drivers and devices that do not keep to the rules. */
final class QueueTest {
    private static final int SIZE = 16;
    private static final int QUEUE_BYTES = 4096;
    private static final int MEMORY_BYTES = 1 << 16;
    /** The guest's memory begins here for the guest, and there for its front-end. */
    private static final long GUEST = 0x1000_0000L;

    private static final long USER = 0x7f00_0000_0000L;

    private SharedMemory shared;
    private GuestMemory memory;
    private DriverQueue driver;
    private DeviceQueue device;
    private Chain chain;
    private ByteBuffer raw;

    @BeforeEach
    void make() throws Exception {
        shared = SharedMemory.create("test", MEMORY_BYTES);
        memory = GuestMemory.of(new VhostMessage()
                .begin(VhostMessage.SET_MEM_TABLE)
                .u32(1)
                .u32(0)
                .u64(GUEST)
                .u64(MEMORY_BYTES)
                .u64(USER)
                .u64(0)
                .with(LibC.dup(shared.fd())));
        driver = new DriverQueue(shared.pointer(), SIZE);
        raw = shared.pointer().getByteBuffer(0, QUEUE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        device = device(USER);
        chain = new Chain(memory);
    }

    private DeviceQueue device(long at) throws BrokenQueue {
        return new DeviceQueue(
                new Ring(
                        memory.ring(at, Virtio.descBytes(SIZE)),
                        memory.ring(at + driver.availAt(), Virtio.availBytes(SIZE)),
                        memory.ring(at + driver.usedAt(), Virtio.usedBytes(SIZE)),
                        SIZE),
                (short) 0);
    }

    @AfterEach
    void close() {
        memory.close();
        shared.close();
    }

    @Test
    void chainsGoThereAndBackInAnyOrder() throws Exception {
        Random random = new Random(1);
        Pointer data = shared.pointer().share(QUEUE_BYTES);
        ArrayDeque<int[]> there = new ArrayDeque<>();
        int sent = 0;
        int back = 0;
        while (back < 5000) {
            int parts = 1 + random.nextInt(3);
            if (sent < 5000 && driver.free() > parts && random.nextBoolean()) {
                data.setInt(sent % 256 * 64L, sent);
                driver.add(GUEST + QUEUE_BYTES + sent % 256 * 64L, 4, false);
                for (int i = 1; i < parts; i++) {
                    driver.add(GUEST + QUEUE_BYTES + sent % 256 * 64L + 8L * i, 8, true);
                }
                driver.submit();
                sent++;
            }
            if (device.next(chain)) {
                byte[] read = new byte[(int) chain.readBytes()];
                chain.read(read);
                assertEquals((chain.count() - 1) * 8L, chain.writeBytes());
                int[] taken = {
                    chain.head(),
                    ByteBuffer.wrap(read).order(ByteOrder.nativeOrder()).getInt()
                };
                if (random.nextBoolean()) {
                    there.addFirst(taken);
                } else {
                    there.addLast(taken);
                }
            }
            if (!there.isEmpty() && random.nextInt(3) == 0) {
                int[] done = there.removeFirst();
                assertTrue(device.complete(done[0], done[1]));
                assertTrue(driver.take());
                assertEquals(done[0], driver.used());
                assertEquals(done[1], driver.usedLength());
                back++;
            }
        }
        assertFalse(driver.take());
        assertEquals(0, driver.outstanding());
        assertEquals(SIZE, driver.free(), "no descriptor is lost");
    }

    @Test
    void whatTheDeviceWritesIsScattered() throws Exception {
        driver.add(GUEST + QUEUE_BYTES, 0, false);
        driver.add(GUEST + QUEUE_BYTES + 100, 3, true);
        driver.add(GUEST + QUEUE_BYTES + 200, 100, true);
        driver.submit();
        assertTrue(device.next(chain));
        byte[] reply = {1, 2, 3, 4, 5};
        chain.write(reply, reply.length);
        byte[] written = new byte[reply.length];
        chain.written(written, written.length);
        assertArrayEquals(reply, written);
        assertArrayEquals(Arrays.copyOfRange(reply, 3, 5), shared.pointer().getByteArray(QUEUE_BYTES + 200, 2));
    }

    /** A queue whose first chain begins at a descriptor that is written like this. */
    private void describe(int index, long address, int length, int flags, int next) {
        raw.putLong(index * 16, address).putInt(index * 16 + 8, length);
        raw.putShort(index * 16 + 12, (short) flags).putShort(index * 16 + 14, (short) next);
    }

    private void available(int count, int head) {
        raw.putShort(driver.availAt() + 4, (short) head).putShort(driver.availAt() + 2, (short) count);
    }

    @Test
    void aDriverThatBreaksTheRulesIsFoundOut() {
        long there = GUEST + QUEUE_BYTES;
        Runnable[] wrongs = {
            () -> available(SIZE + 1, 0),
            () -> available(1, SIZE),
            () -> describe(0, there, 8, 1, SIZE),
            () -> describe(0, there, 8, 1, 0),
            () -> describe(0, there, 8, 4, 0),
            () -> describe(0, 0, 8, 0, 0),
            () -> describe(0, GUEST + MEMORY_BYTES - 4, 8, 0, 0),
            () -> describe(0, GUEST, -1, 0, 0),
            () -> describe(0, -8, 16, 0, 0),
            () -> {
                describe(0, there, 8, 3, 1);
                describe(1, there, 8, 0, 0);
            }
        };
        for (int i = 0; i < wrongs.length; i++) {
            describe(0, there, 8, 0, 0);
            available(1, 0);
            wrongs[i].run();
            assertThrows(BrokenQueue.class, () -> device.next(chain), "wrong " + i);
        }
    }

    @Test
    void aDeviceThatBreaksTheRulesIsFoundOut() throws Exception {
        driver.add(GUEST, 8, false);
        driver.submit();
        for (int number : new int[] {1, -1, SIZE, Integer.MAX_VALUE}) {
            raw.putInt(driver.usedAt() + 4, number).putShort(driver.usedAt() + 2, (short) 1);
            assertThrows(BrokenQueue.class, driver::take, "used " + number);
        }
    }

    @Test
    void aRingLiesInTheGuestsMemory() {
        assertThrows(BrokenQueue.class, () -> device(USER - 1));
        assertThrows(BrokenQueue.class, () -> device(USER + MEMORY_BYTES - 8));
        assertThrows(BrokenQueue.class, () -> device(-8));
    }

    @Test
    void aMemoryTableIsHeldAgainstItsFiles() {
        long[][] regions = {
            {GUEST, MEMORY_BYTES + 1, USER, 0},
            {GUEST, 8, USER, MEMORY_BYTES},
            {GUEST, 0, USER, 0},
            {GUEST, -1, USER, 0},
            {-4, 8, USER, 0},
            {GUEST, 8, USER, Long.MAX_VALUE}
        };
        for (long[] region : regions) {
            VhostMessage message =
                    new VhostMessage().begin(VhostMessage.SET_MEM_TABLE).u32(1).u32(0);
            for (long part : region) {
                message.u64(part);
            }
            message.with(LibC.dup(shared.fd()));
            assertThrows(IOException.class, () -> GuestMemory.of(message), Arrays.toString(region));
        }
        VhostMessage cut =
                new VhostMessage().begin(VhostMessage.SET_MEM_TABLE).u32(1).u32(0);
        assertThrows(BrokenQueue.class, () -> GuestMemory.of(cut.with(LibC.dup(shared.fd()))));
    }
}
