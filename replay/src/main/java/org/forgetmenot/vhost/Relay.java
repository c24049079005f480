// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.vhost;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.SharedMemory;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a front-end and a back-end, and sees every request and every reply of their queues. Their messages and descriptors
 * pass through, but for those about queues: towards the guest this is the device, towards the server the driver of queues of its own,
 * which lie in a region that is added to the guest's memory. Buffers stay where the guest has them.
 *
 * <p>To look on from beside would not do: a guest takes a reply and uses its memory again as soon as the server has given it back.
 */
public final class Relay implements Closeable {
    /** In the region of the queues, for each. */
    private static final long QUEUE_BYTES = 1 << 20;

    /** Where that region lies for the server; no guest has memory there, and no front-end maps anything there. */
    private static final long GUEST_ADDRESS = 1L << 45;

    private static final long USER_ADDRESS = 0x6000_0000_0000L;

    /** Of the protocol's features those that change nothing about memory and queues. */
    private static final long PROTOCOL_FEATURES = VhostMessage.PROTOCOL_F_MQ
            | VhostMessage.PROTOCOL_F_REPLY_ACK
            | VhostMessage.PROTOCOL_F_BACKEND_REQ
            | VhostMessage.PROTOCOL_F_CONFIG
            | VhostMessage.PROTOCOL_F_BACKEND_SEND_FD;

    /** Regions of a guest, of which each server takes one more. */
    private static final int REGIONS_MAX = 7;

    private static final int REGION_BYTES = 32;

    /** Sees what passes, on the thread of a queue; what it takes longer, the guest waits. */
    public interface Watcher {
        /** A request is about to go to the server. */
        void request(int queue, Chain chain) throws IOException;

        /**
         * The server has done with a request; its guest does not know yet.
         *
         * @param length of the reply in the chain, 0 if there is none
         */
        void reply(int queue, Chain chain, int length) throws IOException;
    }

    private final VhostSocket front;
    private final VhostSocket back;
    private final Watcher watcher;
    private final Consumer<String> log;
    private final VhostMessage message = new VhostMessage();
    private final QueueSetup[] setups = QueueSetup.all();
    private final @Nullable Pump[] pumps = new @Nullable Pump[QueueSetup.COUNT];
    private final @Nullable DriverQueue[] drivers = new @Nullable DriverQueue[QueueSetup.COUNT];
    /** What the server has of each queue, by its number in ours; it stays there while a queue is stopped and goes on. */
    private final @Nullable Chain[][] sent = new @Nullable Chain[QueueSetup.COUNT][];

    private final EventFd[] kicks = new EventFd[QueueSetup.COUNT];
    private final EventFd[] calls = new EventFd[QueueSetup.COUNT];
    private final SharedMemory rings;
    private GuestMemory memory = GuestMemory.none();

    /**
     * A relay; the sockets are the caller's.
     *
     * @param log takes a line if the connection ends for another reason than that a side is gone
     */
    public Relay(VhostSocket front, VhostSocket back, Watcher watcher, Consumer<String> log) throws IOException {
        this.front = front;
        this.back = back;
        this.watcher = watcher;
        this.log = log;
        rings = SharedMemory.create("virtqueues", QueueSetup.COUNT * QUEUE_BYTES);
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            sent[i] = new Chain[0];
            kicks[i] = new EventFd();
            calls[i] = new EventFd();
        }
    }

    /** Passes messages on until one side goes. */
    public void run() {
        EventFd.Waiting waiting = new EventFd.Waiting(front.fd(), back.fd());
        try {
            while (true) {
                waiting.await(-1);
                if (waiting.isReady(1)) {
                    if (!back.receive(message)) {
                        return;
                    }
                    pass(front);
                } else if (waiting.isReady(0)) {
                    if (!front.receive(message)) {
                        return;
                    }
                    handle();
                }
            }
        } catch (IOException e) {
            log.accept(String.valueOf(e.getMessage()));
        }
    }

    /** Sends the message on as it is; its descriptors are of no use here any more. */
    private void pass(VhostSocket to) throws IOException {
        try {
            to.send(message);
        } finally {
            for (int fd : message.fds()) {
                LibC.close(fd);
            }
        }
    }

    private void handle() throws IOException {
        switch (message.request()) {
            case VhostMessage.GET_FEATURES -> masked(Virtio.FEATURES);
            case VhostMessage.GET_PROTOCOL_FEATURES -> masked(PROTOCOL_FEATURES);
            case VhostMessage.SET_MEM_TABLE -> remember();
            case VhostMessage.SET_VRING_NUM -> {
                QueueSetup setup = setups[stopped(message.u32At(0))];
                setup.size = message.u32At(Integer.BYTES);
                if (!Ring.isSize(setup.size) || DriverQueue.bytes(setup.size) > QUEUE_BYTES) {
                    throw new BrokenQueue("a queue of " + Integer.toUnsignedString(setup.size) + " descriptors");
                }
                pass(back);
            }
            case VhostMessage.SET_VRING_BASE -> {
                int queue = stopped(message.u32At(0));
                setups[queue].base = (short) message.u32At(Integer.BYTES);
                drivers[queue] = null; // the server begins a queue of ours at its beginning
                boolean acknowledge = message.needsReply();
                message.begin(VhostMessage.SET_VRING_BASE).u32(queue).u32(0);
                back.send(message.needReply(acknowledge));
            }
            case VhostMessage.SET_VRING_ADDR -> place(stopped(message.u32At(0)));
            case VhostMessage.SET_VRING_KICK -> {
                int queue = stopped((int) (message.u64At(0) & VhostMessage.QUEUE_MASK));
                setups[queue].kick = QueueSetup.replace(setups[queue].kick, eventFd());
                back.send(message.with(kicks[queue].fd()));
                start(queue);
            }
            case VhostMessage.SET_VRING_CALL -> {
                int queue = stopped((int) (message.u64At(0) & VhostMessage.QUEUE_MASK));
                setups[queue].call = QueueSetup.replace(setups[queue].call, eventFd());
                message.put64At(0, queue);
                back.send(message.with(calls[queue].fd()));
                start(queue);
            }
            case VhostMessage.SET_VRING_ENABLE -> {
                int queue = stopped(message.u32At(0));
                setups[queue].enabled = message.u32At(Integer.BYTES) != 0;
                pass(back);
                start(queue);
            }
            case VhostMessage.GET_VRING_BASE -> {
                int queue = QueueSetup.number(message.u32At(0));
                back.send(message);
                if (!back.receive(message)) {
                    throw new BrokenQueue("the server is gone");
                }
                stopped(queue); // what the server had done by then is in the queue
                setups[queue].kick = QueueSetup.replace(setups[queue].kick, null);
                front.send(message.reply().u32(queue).u32(setups[queue].base & 0xffff));
            }
            default -> {
                if (message.request() == VhostMessage.SET_FEATURES) {
                    QueueSetup.features(setups, message.u64At(0));
                }
                pass(back);
            }
        }
    }

    /** Asks the server, and lets the front-end know of its features those that can be passed on. */
    private void masked(long mask) throws IOException {
        pass(back);
        if (!back.receive(message)) {
            throw new BrokenQueue("the server is gone");
        }
        message.put64At(0, message.u64At(0) & mask);
        pass(front);
    }

    private @Nullable EventFd eventFd() throws IOException {
        int[] fds = message.fds();
        if (fds.length > 1) {
            throw new BrokenQueue(message + " has " + fds.length + " descriptors");
        }
        return fds.length == 0 ? null : new EventFd(fds[0]);
    }

    private void remember() throws IOException {
        boolean acknowledge = message.needsReply();
        int count = message.u32At(0);
        int[] fds = message.fds();
        if (count < 0 || count > REGIONS_MAX || count != fds.length) {
            throw new BrokenQueue(
                    "a memory table of " + count + " regions, of which " + REGIONS_MAX + " can be passed on");
        }
        VhostMessage longer = new VhostMessage()
                .begin(VhostMessage.SET_MEM_TABLE)
                .u32(count + 1)
                .u32(0);
        for (int at = Long.BYTES; at < Long.BYTES + count * REGION_BYTES; at += Long.BYTES) {
            longer.u64(message.u64At(at));
        }
        longer.u64(GUEST_ADDRESS).u64(rings.size()).u64(USER_ADDRESS).u64(0);
        int[] more = Arrays.copyOf(fds, count + 1);
        more[count] = rings.fd();
        back.send(longer.with(more).needReply(acknowledge));
        GuestMemory table = GuestMemory.of(message);
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            stopped(i);
        }
        memory.close();
        memory = table;
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            for (Chain chain : sent[i]) {
                if (chain != null) {
                    chain.memory(table);
                }
            }
            start(i);
        }
    }

    /** Remembers where the guest has a queue, and tells the server where ours is. */
    private void place(int queue) throws IOException {
        QueueSetup setup = setups[queue];
        setup.addresses(message);
        DriverQueue driver = drivers[queue];
        long at = queue * QUEUE_BYTES;
        if (driver == null) {
            rings.pointer().share(at).clear(DriverQueue.bytes(setup.size));
            driver = new DriverQueue(rings.pointer().share(at), setup.size);
            drivers[queue] = driver;
            sent[queue] = new Chain[setup.size];
        }
        boolean acknowledge = message.needsReply();
        back.send(driver.place(message, queue, USER_ADDRESS + at).needReply(acknowledge));
        start(queue);
    }

    private void start(int queue) throws IOException {
        QueueSetup setup = setups[queue];
        DriverQueue driver = drivers[queue];
        if (setup.isReady() && driver != null && pumps[queue] == null) {
            DeviceQueue device = new DeviceQueue(setup.ring(memory), setup.base);
            pumps[queue] = new Pump(queue, device, driver, setup);
        }
    }

    /** The queue of a number, which does not run any more. */
    private int stopped(int number) throws BrokenQueue {
        int queue = QueueSetup.number(number);
        Pump pump = pumps[queue];
        if (pump != null) {
            pumps[queue] = null;
            pump.end();
            setups[queue].base = pump.device.availIdx();
        }
        return queue;
    }

    /** Passes requests and replies of one queue on until it is stopped. */
    private final class Pump extends QueueThread {
        private final int queue;
        final DeviceQueue device;
        private final DriverQueue driver;
        private final QueueSetup setup;
        private final @Nullable Chain[] there;
        private final ArrayDeque<Chain> free = new ArrayDeque<>();

        Pump(int queue, DeviceQueue device, DriverQueue driver, QueueSetup setup) throws IOException {
            super("queue-" + queue, Objects.requireNonNull(setup.kick), calls[queue]);
            this.queue = queue;
            this.device = device;
            this.driver = driver;
            this.setup = setup;
            there = sent[queue];
            start();
        }

        @Override
        void work() throws IOException {
            requests();
            replies();
        }

        @Override
        void failed(IOException e) {
            log.accept(String.valueOf(e.getMessage()));
            front.shutdown();
        }

        private void requests() throws IOException {
            Chain chain = free.poll();
            chain = chain == null ? new Chain(memory) : chain;
            boolean any = false;
            while (device.next(chain)) {
                watcher.request(queue, chain);
                for (int i = 0; i < chain.count(); i++) {
                    driver.add(chain.address(i), chain.length(i), chain.isWritable(i));
                }
                there[driver.submit()] = chain;
                any = true;
                chain = free.poll();
                chain = chain == null ? new Chain(memory) : chain;
            }
            free.add(chain);
            if (any) {
                kicks[queue].signal();
            }
        }

        private void replies() throws IOException {
            boolean wakes = false;
            while (driver.take()) {
                Chain chain = there[driver.used()];
                if (chain == null) {
                    throw new BrokenQueue("the server used a chain that it does not have");
                }
                there[driver.used()] = null;
                int length = (int) Math.min(Integer.toUnsignedLong(driver.usedLength()), chain.writeBytes());
                watcher.reply(queue, chain, length);
                wakes |= device.complete(chain.head(), length);
                free.add(chain);
            }
            EventFd call = setup.call;
            if (wakes && call != null) {
                call.signal();
            }
        }
    }

    /** Stops all queues. */
    @Override
    public void close() {
        for (int i = 0; i < QueueSetup.COUNT; i++) {
            Pump pump = pumps[i];
            if (pump != null) {
                pump.end();
            }
            setups[i].close();
            kicks[i].close();
            calls[i].close();
        }
        memory.close();
        rings.close();
    }
}
