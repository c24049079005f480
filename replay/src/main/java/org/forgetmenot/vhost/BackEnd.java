// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.LibC;
import org.jspecify.annotations.Nullable;

/**
 * What virtiofsd is to QEMU: takes a guest's memory and queues, and hands the requests in them to a device, each queue on a thread of
 * its own. One connection.
 */
public final class BackEnd implements Closeable {
    /** Beside the hiprio queue. */
    public static final int REQUEST_QUEUES_MAX = 63;

    private static final long PROTOCOL_FEATURES = VhostMessage.PROTOCOL_F_MQ | VhostMessage.PROTOCOL_F_REPLY_ACK;
    private static final int MEMORY_SLOTS = 16;

    /** Works on requests; each queue asks on a thread of its own. */
    @FunctionalInterface
    public interface Device {
        /**
         * Works on the next request.
         *
         * @param queue its number
         * @return bytes that were written into it
         * @throws IOException if the connection shall end
         */
        int handle(int queue, Chain chain) throws IOException;
    }

    private final VhostSocket socket;
    private final Device device;
    private final Consumer<String> log;
    private final VhostMessage message = new VhostMessage();
    private final QueueSetup[] setups = QueueSetup.all();
    private final @Nullable Worker[] workers = new @Nullable Worker[QueueSetup.COUNT];
    private GuestMemory memory = GuestMemory.none();
    private long features;

    /**
     * @param log takes a line if the connection ends for another reason than that the front-end is gone
     */
    public BackEnd(VhostSocket socket, Device device, Consumer<String> log) {
        this.socket = socket;
        this.device = device;
        this.log = log;
    }

    /** Serves until the front-end goes, or breaks the rules. */
    public void run() {
        try {
            while (socket.receive(message)) {
                handle();
            }
        } catch (IOException e) {
            log.accept(String.valueOf(e.getMessage()));
        }
    }

    private void handle() throws IOException {
        switch (message.request()) {
            case VhostMessage.GET_FEATURES -> answer(Virtio.FEATURES);
            case VhostMessage.GET_PROTOCOL_FEATURES -> answer(PROTOCOL_FEATURES);
            case VhostMessage.GET_QUEUE_NUM -> answer(QueueSetup.COUNT);
            case VhostMessage.GET_MAX_MEM_SLOTS -> answer(MEMORY_SLOTS);
            case VhostMessage.GET_VRING_BASE -> {
                int queue = QueueSetup.number(message.u32At(0));
                stop(queue);
                QueueSetup setup = setups[queue];
                setup.kick = QueueSetup.replace(setup.kick, null);
                socket.send(message.reply().u32(queue).u32(setup.base & 0xffff));
            }
            default -> {
                boolean acknowledge = message.needsReply();
                boolean done = set();
                if (acknowledge) {
                    socket.send(message.reply().u64(done ? 0 : 1));
                }
            }
        }
    }

    private void answer(long value) throws IOException {
        socket.send(message.reply().u64(value));
    }

    /** Whether it is a request that is known. */
    private boolean set() throws IOException {
        switch (message.request()) {
            case VhostMessage.SET_FEATURES -> {
                features = message.u64At(0);
                if ((features & ~Virtio.FEATURES) != 0 || (features & Virtio.VERSION_1) == 0) {
                    throw new BrokenQueue("the front-end asks for the features 0x" + Long.toHexString(features));
                }
                QueueSetup.features(setups, features);
            }
            case VhostMessage.SET_OWNER, VhostMessage.RESET_OWNER, VhostMessage.SET_PROTOCOL_FEATURES -> {}
            case VhostMessage.SET_MEM_TABLE -> remember(GuestMemory.of(message));
            case VhostMessage.SET_VRING_NUM -> setup().size = message.u32At(Integer.BYTES);
            case VhostMessage.SET_VRING_BASE -> setup().base = (short) message.u32At(Integer.BYTES);
            case VhostMessage.SET_VRING_ADDR -> setup().addresses(message);
            case VhostMessage.SET_VRING_CALL -> {
                int queue = queueOfFd();
                setups[queue].call = QueueSetup.replace(setups[queue].call, eventFd());
                start(queue);
            }
            case VhostMessage.SET_VRING_KICK -> {
                int queue = queueOfFd();
                setups[queue].kick = QueueSetup.replace(setups[queue].kick, eventFd());
                start(queue);
            }
            case VhostMessage.SET_VRING_ERR -> {
                EventFd error = eventFd(); // nobody listens: who breaks the rules is disconnected
                if (error != null) {
                    error.close();
                }
            }
            case VhostMessage.SET_VRING_ENABLE -> {
                int queue = QueueSetup.number(message.u32At(0));
                stop(queue);
                setups[queue].enabled = message.u32At(Integer.BYTES) != 0;
                start(queue);
            }
            default -> {
                for (int fd : message.fds()) {
                    LibC.close(fd);
                }
                return false;
            }
        }
        return true;
    }

    /** The queue whose layout is about to change: it does not run then. */
    private QueueSetup setup() throws IOException {
        int queue = QueueSetup.number(message.u32At(0));
        stop(queue);
        return setups[queue];
    }

    /** The queue of a message with a descriptor: it does not run while it gets it. */
    private int queueOfFd() throws IOException {
        int queue = QueueSetup.number((int) (message.u64At(0) & VhostMessage.QUEUE_MASK));
        stop(queue);
        return queue;
    }

    private @Nullable EventFd eventFd() {
        int[] fds = message.fds();
        for (int i = 1; i < fds.length; i++) {
            LibC.close(fds[i]);
        }
        return fds.length == 0 || (message.u64At(0) & VhostMessage.NO_FD) != 0 ? null : new EventFd(fds[0]);
    }

    private void remember(GuestMemory table) throws IOException {
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            stop(i);
        }
        memory.close();
        memory = table;
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            start(i);
        }
    }

    private void start(int queue) throws IOException {
        QueueSetup setup = setups[queue];
        if (setup.isReady() && workers[queue] == null) {
            DeviceQueue ring = new DeviceQueue(setup.ring(memory), setup.base);
            workers[queue] = new Worker(queue, ring, setup, new Chain(memory));
        }
    }

    private void stop(int queue) {
        Worker worker = workers[queue];
        if (worker != null) {
            workers[queue] = null;
            worker.end();
            setups[queue].base = worker.ring.availIdx();
        }
    }

    /** Works on the requests of one queue until it is stopped. */
    private final class Worker extends QueueThread {
        private final int queue;
        final DeviceQueue ring;
        private final QueueSetup setup;
        private final Chain chain;

        Worker(int queue, DeviceQueue ring, QueueSetup setup, Chain chain) throws IOException {
            super("queue-" + queue, Objects.requireNonNull(setup.kick));
            this.queue = queue;
            this.ring = ring;
            this.setup = setup;
            this.chain = chain;
            start();
        }

        @Override
        void work() throws IOException {
            while (ring.next(chain)) {
                int written = device.handle(queue, chain);
                EventFd call = setup.call;
                if (ring.complete(chain.head(), written) && call != null) {
                    call.signal();
                }
            }
        }

        @Override
        void failed(IOException e) {
            log.accept(String.valueOf(e.getMessage()));
            socket.shutdown();
        }
    }

    /** Stops all queues; the socket is the caller's. */
    @Override
    public void close() {
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            stop(i);
            setups[i].close();
        }
        memory.close();
    }
}
