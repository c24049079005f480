// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.SharedMemory;
import org.forgetmenot.linux.UnixSocket;
import org.jspecify.annotations.Nullable;

/**
 * What QEMU is to a virtio-fs server: gives it memory with a hiprio and a request queue in it, and an eventfd each to be woken by
 * and to wake with. The memory is the guest's whole: its guest-physical addresses are offsets.
 */
public final class FrontEnd implements Closeable {
    /** Queues of a device that Linux drives: one for FORGET, one for all else. */
    private static final int QUEUES = 2;

    private static final long PAGE_BYTES = 4096;
    /** {@code u32 queue}, {@code u32 value}. */
    private static final int ACK_BYTES = 8;

    private final VhostSocket socket;
    private final SharedMemory memory;
    private final DriverQueue[] queues = new DriverQueue[QUEUES];
    private final EventFd[] kicks = new EventFd[QUEUES];
    private final EventFd[] calls = new EventFd[QUEUES];
    private final VhostMessage message = new VhostMessage();
    private final long buffersAt;
    private boolean acknowledges;

    private FrontEnd(VhostSocket socket, SharedMemory memory, long buffersAt) {
        this.socket = socket;
        this.memory = memory;
        this.buffersAt = buffersAt;
    }

    /**
     * Connects to a server and starts both queues.
     *
     * @param queueSize how many descriptors a queue has, a power of 2
     * @param bufferBytes memory beside the queues
     * @throws IOException if there is no server, or it refuses
     */
    public static FrontEnd connect(Path path, int queueSize, long bufferBytes) throws IOException {
        VhostSocket socket = new VhostSocket(UnixSocket.connect(path));
        FrontEnd front = null;
        try {
            long buffersAt = pages((long) QUEUES * DriverQueue.bytes(queueSize));
            SharedMemory memory = SharedMemory.create("virtio-fs", buffersAt + pages(bufferBytes));
            front = new FrontEnd(socket, memory, buffersAt);
            front.negotiate();
            for (int i = 0; i < QUEUES; i++) {
                front.start(i, queueSize);
            }
            return front;
        } catch (IOException e) {
            if (front == null) {
                socket.close();
            } else {
                front.close();
            }
            throw e;
        }
    }

    private static long pages(long bytes) {
        return (bytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    }

    private void negotiate() throws IOException {
        long features = ask(VhostMessage.GET_FEATURES);
        if ((features & Virtio.VERSION_1) == 0) {
            throw new BrokenQueue("the server offers the features 0x" + Long.toHexString(features)
                    + ", and VERSION_1 is not among them");
        }
        tell(message.begin(VhostMessage.SET_OWNER));
        if ((features & Virtio.PROTOCOL_FEATURES) != 0) {
            long protocol = ask(VhostMessage.GET_PROTOCOL_FEATURES) & VhostMessage.PROTOCOL_F_REPLY_ACK;
            tell(message.begin(VhostMessage.SET_PROTOCOL_FEATURES).u64(protocol));
            acknowledges = protocol != 0;
        }
        tell(message.begin(VhostMessage.SET_FEATURES).u64(features & Virtio.FEATURES));
        tell(message.begin(VhostMessage.SET_MEM_TABLE)
                .u32(1)
                .u32(0)
                .u64(0)
                .u64(memory.size())
                .u64(userAddress())
                .u64(0)
                .with(memory.fd()));
    }

    /** Addresses of rings are ours, those of buffers the guest's. */
    private long userAddress() {
        return Pointer.nativeValue(memory.pointer());
    }

    private void start(int queue, int size) throws IOException {
        long at = (long) queue * DriverQueue.bytes(size);
        queues[queue] = new DriverQueue(memory.pointer().share(at), size);
        kicks[queue] = new EventFd();
        calls[queue] = new EventFd();
        tell(message.begin(VhostMessage.SET_VRING_NUM).u32(queue).u32(size));
        tell(message.begin(VhostMessage.SET_VRING_BASE).u32(queue).u32(0));
        tell(queues[queue].place(message, queue, userAddress() + at));
        tell(message.begin(VhostMessage.SET_VRING_CALL).u64(queue).with(calls[queue].fd()));
        tell(message.begin(VhostMessage.SET_VRING_KICK).u64(queue).with(kicks[queue].fd()));
        tell(message.begin(VhostMessage.SET_VRING_ENABLE).u32(queue).u32(1));
    }

    private long ask(int request) throws IOException {
        socket.send(message.begin(request));
        receive(request);
        return message.u64At(0);
    }

    private void tell(VhostMessage request) throws IOException {
        int number = request.request();
        socket.send(request.needReply(acknowledges));
        if (acknowledges) {
            receive(number);
            if (message.size() != ACK_BYTES || message.u64At(0) != 0) {
                throw new BrokenQueue("the server refuses vhost-user request " + number);
            }
        }
    }

    private void receive(int request) throws IOException {
        if (!socket.receive(message)) {
            throw new BrokenQueue("the server closed the connection at vhost-user request " + request);
        }
        if (message.request() != request || !message.isReply()) {
            throw new BrokenQueue("the server answers vhost-user request " + request + " with " + message);
        }
    }

    /** The queue of a number. */
    public DriverQueue queue(int number) {
        return queues[number];
    }

    /** Tells the server that there is something in a queue. */
    public void kick(int number) {
        kicks[number].signal();
    }

    /** By what the server says that it has used something of a queue. */
    public EventFd call(int number) {
        return calls[number];
    }

    /** The connection: something to read from it means that the server is gone. */
    public int socket() {
        return socket.fd();
    }

    /** The memory beside the queues. */
    public Pointer buffers() {
        return memory.pointer().share(buffersAt);
    }

    /** Where {@link #buffers} begin for the server. */
    public long buffersAddress() {
        return buffersAt;
    }

    @Override
    public void close() {
        socket.close();
        for (@Nullable EventFd[] all : new @Nullable EventFd[][] {kicks, calls}) {
            for (EventFd one : all) {
                if (one != null) {
                    one.close();
                }
            }
        }
        memory.close();
    }
}
