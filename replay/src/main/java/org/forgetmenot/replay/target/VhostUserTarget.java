// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.vhost.BrokenQueue;
import org.forgetmenot.vhost.DriverQueue;
import org.forgetmenot.vhost.FrontEnd;
import org.forgetmenot.vhost.Virtio;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/**
 * A virtio-fs server behind vhost-user, such as virtiofsd; this is the guest and QEMU in one. FORGETs go through the hiprio queue,
 * all else through the request queue. Nothing orders the two but waiting: so a request is sent when the server has used all FORGETs
 * before it, and whoever sends must let a FORGET wait for answers, see {@link #isOrdered}.
 */
public final class VhostUserTarget implements Target {
    /** Descriptors of a queue: two for each request. */
    private static final int QUEUE_SIZE = 256;

    private static final int SLOTS = QUEUE_SIZE / 2;
    /** A WRITE of 1 MiB with header and arguments. */
    private static final int REQUEST_BYTES_MAX = (1 << 20) + (64 << 10);

    private static final long SLOT_BYTES = REQUEST_BYTES_MAX + (long) REPLY_BYTES_MAX;
    private static final int FORGET_BYTES_MAX = 4096;
    private static final long FORGETS_AT = SLOTS * SLOT_BYTES;

    /** FORGETs that a server does not take for so long are not taken any more. */
    private static final long FORGET_TIMEOUT_NS = 30_000_000_000L;

    private final FrontEnd front;
    private final DriverQueue forgets;
    private final DriverQueue requests;
    private final Pointer buffers;
    private final EventFd.Waiting waiting;
    private final StartedServer server;
    private final String name;
    /** Slots that no request is in, the last one first. */
    private final int[] freeSlots = new int[SLOTS];

    private int freeCount;
    private final int[] slots = new int[QUEUE_SIZE];
    private final int[] rooms = new int[QUEUE_SIZE];
    private final int[] opcodes = new int[QUEUE_SIZE];
    private boolean kicked = true;
    private boolean forgetsKicked = true;
    private byte[] reply = new byte[1 << 16];

    private VhostUserTarget(FrontEnd front, StartedServer server, String name) {
        this.front = front;
        this.server = server;
        this.name = name;
        forgets = front.queue(Virtio.HIPRIO_QUEUE);
        requests = front.queue(Virtio.REQUEST_QUEUE);
        buffers = front.buffers();
        waiting = new EventFd.Waiting(
                front.call(Virtio.HIPRIO_QUEUE).fd(),
                front.call(Virtio.REQUEST_QUEUE).fd(),
                front.socket());
        for (int i = 0; i < SLOTS; i++) {
            freeSlots[freeCount++] = SLOTS - 1 - i;
        }
    }

    /** Connects to a server that listens already. */
    public static VhostUserTarget connect(String socket) throws IOException {
        String name = "the server at vhost-user:" + socket;
        try {
            return connect(Path.of(socket), StartedServer.none(), name);
        } catch (IOException e) {
            throw new TargetUnreachable("no server at vhost-user:" + socket + ": " + e.getMessage(), e);
        }
    }

    /** Fails if there is no such socket. */
    public static void check(String socket) throws TargetUnreachable {
        if (!Files.exists(Path.of(socket))) {
            throw new TargetUnreachable("no server at vhost-user:" + socket + ": there is no such socket");
        }
    }

    static VhostUserTarget connect(Path socket, StartedServer server, String name) throws IOException {
        long bytes = FORGETS_AT + (long) QUEUE_SIZE * FORGET_BYTES_MAX;
        return new VhostUserTarget(FrontEnd.connect(socket, QUEUE_SIZE, bytes), server, name);
    }

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public int minorMin() {
        return Virtiofsd.MINOR_MIN;
    }

    @Override
    public boolean takes(byte[] message, int length) {
        return length <= REQUEST_BYTES_MAX
                && ReplyRoom.isWhole(message, length)
                && ReplyRoom.of(message) <= REPLY_BYTES_MAX;
    }

    @Override
    public void send(byte[] message, int length) throws IOException {
        int opcode = Wire.i32(message, InHeader.OPCODE);
        if (Opcode.forgets(opcode)) {
            forget(message, length);
            return;
        }
        awaitForgets();
        if (freeCount == 0) {
            throw new IllegalStateException("more than " + SLOTS + " requests on their way");
        }
        int slot = freeSlots[--freeCount];
        long at = slot * SLOT_BYTES;
        buffers.write(at, message, 0, length);
        requests.add(front.buffersAddress() + at, length, false);
        int room = (int) ReplyRoom.of(message);
        requests.add(front.buffersAddress() + at + REQUEST_BYTES_MAX, room, true);
        int chain = requests.submit();
        slots[chain] = slot;
        rooms[chain] = room;
        opcodes[chain] = opcode;
        kicked = false;
    }

    private void forget(byte[] message, int length) throws IOException {
        if (forgets.free() == 0) {
            awaitForgets();
        }
        // chains have one descriptor each, so as many as the queue has can be on their way
        int place = forgets.outstanding();
        long at = FORGETS_AT + (long) place * FORGET_BYTES_MAX;
        buffers.write(at, message, 0, length);
        forgets.add(front.buffersAddress() + at, length, false);
        forgets.submit();
        forgetsKicked = false;
    }

    /** Waits until the server has done with all FORGETs: only that orders them before what is sent next. */
    private void awaitForgets() throws IOException {
        if (forgets.outstanding() == 0) {
            return;
        }
        kickForgets();
        long end = System.nanoTime() + FORGET_TIMEOUT_NS;
        while (forgets.outstanding() > 0) {
            if (!await(forgets, end)) {
                throw died(
                        "has not taken a FORGET for " + FORGET_TIMEOUT_NS / 1_000_000_000L + " s: it hangs or is gone");
            }
            take(forgets);
        }
    }

    private boolean take(DriverQueue queue) throws TargetDied {
        try {
            return queue.take();
        } catch (BrokenQueue e) {
            throw died("broke a queue: " + e.getMessage());
        }
    }

    private void kickForgets() {
        if (!forgetsKicked) {
            forgetsKicked = true;
            front.kick(Virtio.HIPRIO_QUEUE);
        }
    }

    @Override
    public void flush() {
        kickForgets();
        if (!kicked) {
            kicked = true;
            front.kick(Virtio.REQUEST_QUEUE);
        }
    }

    /** Waits until the server has used something of a queue; false if it did not in time. */
    private boolean await(DriverQueue queue, long endNs) throws TargetDied {
        long begin = System.nanoTime();
        while (!queue.isUsed()) {
            long now = System.nanoTime();
            if (Spin.isWorthwhile(now - begin)) {
                continue;
            }
            long leftNs = endNs - now;
            if (leftNs <= 0) {
                return false;
            }
            if (waiting.await(Spin.sleepMs(leftNs))) {
                for (int i = 0; i <= Virtio.REQUEST_QUEUE; i++) {
                    if (waiting.isReady(i)) {
                        front.call(i).clear();
                    }
                }
                if (waiting.isReady(Virtio.REQUEST_QUEUE + 1) && !queue.isUsed()) {
                    throw died(TargetDied.CLOSED);
                }
            }
        }
        return true;
    }

    private TargetDied died(String how) {
        return new TargetDied(server.died(how));
    }

    @Override
    public int receive(long timeoutNs) throws IOException {
        flush();
        long end = System.nanoTime() + timeoutNs;
        while (requests.outstanding() > 0) {
            if (!await(requests, end)) {
                return 0;
            }
            take(requests);
            int length = received(requests.used(), requests.usedLength());
            if (length > 0) {
                return length;
            }
        }
        if (!await(requests, end)) {
            return 0;
        }
        throw died("broke a queue: it used a chain that nobody gave it");
    }

    private int received(int chain, int length) throws TargetDied {
        int slot = slots[chain];
        int room = rooms[chain];
        freeSlots[freeCount++] = slot;
        if (length == 0 && opcodes[chain] == Opcode.DESTROY.number()) {
            return 0; // it has no reply in some servers
        }
        if (length < OutHeader.BYTES || length > room) {
            throw died("answered " + Opcode.name(opcodes[chain]) + " with " + Integer.toUnsignedString(length)
                    + " bytes, where it has room for " + room);
        }
        if (reply.length < length) {
            reply = new byte[length];
        }
        buffers.read(slot * SLOT_BYTES + REQUEST_BYTES_MAX, reply, 0, length);
        if (Wire.u32(reply, OutHeader.LEN) != length) {
            throw died("answered " + Opcode.name(opcodes[chain]) + " with " + length + " bytes, and says that they are "
                    + Wire.u32(reply, OutHeader.LEN));
        }
        return length;
    }

    @Override
    public byte[] reply() {
        return reply;
    }

    @Override
    public String describe() {
        return name;
    }

    @Override
    public List<String> said() {
        return server.said();
    }

    @Override
    public List<String> notes() {
        return server.notes();
    }

    @Override
    public void close() {
        front.close(); // which a server ends of, so it comes first
        server.close();
    }
}
