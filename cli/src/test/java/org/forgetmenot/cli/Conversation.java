// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** FUSE messages of a seed, as files that are made and read here byte by byte, without any writer or reader of ours. */
final class Conversation {
    /**
     * One message, or a mark that some were lost.
     *
     * @param connection 0 where there is no name for it
     * @param queue 0xffff where there is none
     * @param timeNs null where nobody knows
     * @param bytes those that were recorded
     * @param wholeBytes how many there were
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(
            int kind,
            int connection,
            int queue,
            ByteOrder order,
            @Nullable Long timeNs,
            byte[] bytes,
            int wholeBytes) {
        boolean isCut() {
            return wholeBytes > bytes.length;
        }

        /** All of it, for comparisons. */
        String line() {
            return kind + " connection " + connection + " queue " + queue + " " + order + " at " + timeNs + " of "
                    + wholeBytes + ": " + HexFormat.of().formatHex(bytes);
        }
    }

    static final int TO_SERVER = 0;
    static final int TO_KERNEL = 1;
    static final int LOST = 2;
    static final int NO_QUEUE = 0xffff;

    private static final int OUT_HEADER_BYTES = 16;
    private static final int IN_HEADER_BYTES = 40;
    private static final int RECORD_BYTES = 12;
    /** Reads the same in both byte orders. */
    private static final int PALINDROME_BYTES = 0x0001_0100;

    private final Random random;
    private final boolean plain;
    private final List<Message> messages = new ArrayList<>();
    private final Map<Integer, Map<Long, Opcode>> open = new HashMap<>();
    private final Map<Integer, Boolean> orders = new HashMap<>();
    private long timeNs;

    /**
     * Makes a conversation.
     *
     * @param plain whether any form holds it: one connection without a name, no queues, nothing cut or lost
     */
    static List<Message> of(long seed, boolean plain) {
        return new Conversation(seed, plain).messages;
    }

    private Conversation(long seed, boolean plain) {
        this.random = new Random(seed);
        this.plain = plain;
        timeNs = 1_700_000_000_000_000_000L + random.nextInt();
        int connections = plain ? 1 : 1 + random.nextInt(3);
        for (int connection = 0; connection < connections; connection++) {
            int number = plain ? 0 : random.nextInt(4) == 0 ? -1 - connection : connection;
            open.put(number, new HashMap<>());
            boolean big = random.nextInt(3) == 0;
            add(TO_SERVER, number, big, init(big, 64), 0);
            add(TO_KERNEL, number, big, reply(big, 0, 2, content(init(big, 64))), 0);
            orders.put(number, big);
        }
        List<Integer> numbers = List.copyOf(open.keySet());
        for (int i = 0; i < 60; i++) {
            int number = numbers.get(random.nextInt(numbers.size()));
            step(number, orders.getOrDefault(number, false));
        }
    }

    private void add(int kind, int connection, boolean big, ByteBuffer message, int cutTo) {
        timeNs += random.nextInt(1_000_000) - 1000; // clocks of several processors go back now and then
        boolean timed = cutTo > 0 || random.nextInt(10) > 0;
        byte[] whole = content(message);
        byte[] recorded = cutTo > 0 && cutTo < whole.length ? Arrays.copyOf(whole, cutTo) : whole;
        int queue = plain || random.nextBoolean() ? NO_QUEUE : random.nextInt(4);
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        messages.add(new Message(kind, connection, queue, order, timed ? timeNs : null, recorded, whole.length));
    }

    private ByteBuffer buffer(boolean big, int bytes) {
        return ByteBuffer.allocate(bytes).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return bytes;
    }

    private ByteBuffer init(boolean big, int bytes) {
        ByteBuffer init = request(big, Opcode.INIT.number(), 2, 0, new byte[bytes]);
        return init.putInt(IN_HEADER_BYTES, 7).putInt(IN_HEADER_BYTES + 4, 36);
    }

    private ByteBuffer request(boolean big, int opcode, long unique, long nodeid, byte[] body) {
        ByteBuffer out = buffer(big, IN_HEADER_BYTES + body.length);
        out.putInt(out.capacity()).putInt(opcode).putLong(unique).putLong(nodeid);
        return out.putInt(1000)
                .putInt(1000)
                .putInt(random.nextInt(99999))
                .putInt(0)
                .put(body);
    }

    private ByteBuffer reply(boolean big, int second, long unique, byte[] body) {
        ByteBuffer out = buffer(big, OUT_HEADER_BYTES + body.length);
        return out.putInt(out.capacity()).putInt(second).putLong(unique).put(body);
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private long nodeid() {
        return random.nextInt(8) == 0 ? random.nextLong() : 1 + random.nextInt(20);
    }

    private int cut(int least) {
        return plain || random.nextInt(8) > 0 ? 0 : least + random.nextInt(200);
    }

    private void step(int number, boolean big) {
        Map<Long, Opcode> waiting = open.getOrDefault(number, new HashMap<>());
        switch (random.nextInt(12)) {
            case 0 -> add(TO_SERVER, number, big, forget(big), cut(24));
            case 1 -> add(TO_SERVER, number, big, batchForget(big), cut(24));
            case 2 -> add(TO_KERNEL, number, big, notification(big), cut(16));
            case 3 -> {
                if (!plain) {
                    add(LOST, number, false, buffer(true, 8).putLong(random.nextInt(3)), 0);
                }
            }
            case 4, 5, 6, 7 -> {
                Opcode[] all = Opcode.values();
                Opcode opcode = all[random.nextInt(all.length)];
                if (opcode == Opcode.INIT) { // would begin anew
                    return;
                }
                boolean unknown = random.nextInt(20) == 0;
                long unique = 4 + 2L * random.nextInt(500);
                long sent = waiting.containsKey(unique) ? unique | Long.MIN_VALUE : unique; // sent again
                waiting.put(unique, opcode);
                add(
                        TO_SERVER,
                        number,
                        big,
                        request(big, unknown ? 999 : opcode.number(), sent, nodeid(), noise(length())),
                        cut(24));
            }
            default -> {
                long unique = waiting.isEmpty() || random.nextInt(10) == 0
                        ? 9000 + random.nextInt(9)
                        : waiting.keySet().iterator().next();
                Opcode opcode = waiting.remove(unique);
                boolean failed = random.nextInt(4) == 0;
                byte[] body = failed ? new byte[0] : opcode == Opcode.READDIRPLUS ? entries(big) : noise(length());
                add(TO_KERNEL, number, big, reply(big, failed ? -random.nextInt(130) : 0, unique, body), cut(16));
            }
        }
    }

    private int length() {
        return switch (random.nextInt(100)) {
            case 0 -> PALINDROME_BYTES - IN_HEADER_BYTES;
            case 1 -> PALINDROME_BYTES - OUT_HEADER_BYTES;
            case 2 -> 100_000 + random.nextInt(50_000);
            default -> random.nextInt(300);
        };
    }

    private ByteBuffer forget(boolean big) {
        byte[] body = content(buffer(big, 8).putLong(random.nextInt(5)));
        return request(big, Opcode.FORGET.number(), 6, nodeid(), body);
    }

    private ByteBuffer batchForget(boolean big) {
        int items = random.nextInt(6);
        ByteBuffer body = buffer(big, 8 + items * 16);
        body.putInt(random.nextInt(9) == 0 ? 3 : items).putInt(0);
        for (int i = 0; i < items; i++) {
            body.putLong(nodeid()).putLong(random.nextInt(5));
        }
        return request(big, Opcode.BATCH_FORGET.number(), 6, 0, content(body));
    }

    private ByteBuffer notification(boolean big) {
        NotifyCode[] all = NotifyCode.values();
        return reply(big, all[random.nextInt(all.length)].number(), 0, noise(random.nextInt(80)));
    }

    private byte[] entries(boolean big) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(5); i > 0; i--) {
            int namelen = 1 + random.nextInt(20);
            ByteBuffer entry = buffer(big, 128 + 24 + (namelen + 7) / 8 * 8);
            entry.putLong(nodeid()).putLong(random.nextInt(3)).put(noise(112));
            entry.putLong(i).putLong(i).putInt(namelen).putInt(4);
            for (int c = 0; c < namelen; c++) {
                entry.put((byte) ('a' + random.nextInt(26)));
            }
            out.writeBytes(content(entry));
        }
        return out.toByteArray();
    }

    /** GlusterFS's form, for a plain conversation. */
    static byte[] fusedump(List<Message> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Message message : messages) {
            ByteBuffer head = ByteBuffer.allocate(33).order(message.order());
            head.put((byte) (message.kind() == TO_SERVER ? 'R' : 'W'));
            if (message.timeNs() != null) {
                head.putInt(3).putInt(16).putLong(message.timeNs() / 1_000_000_000);
                head.putInt((int) (message.timeNs() % 1_000_000_000)).putInt(12);
                head.put(new byte[] {'G', 'L', 'U', 'S', 'T', 'E', 'R', (byte) 0xf5});
            }
            out.write(head.array(), 0, head.position());
            out.writeBytes(message.bytes());
        }
        return out.toByteArray();
    }

    /** pcapng of link type USER0. */
    static byte[] pcapng(List<Message> messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        block(out, 0x0a0d0d0a, little(16).putInt(0x1a2b3c4d).putShort((short) 1).putLong(8, -1));
        block(out, 1, little(20).putShort((short) 147).putInt(8, 0x0001_0009).putInt(12, 9));
        for (Message message : messages) {
            ByteBuffer packet = ByteBuffer.allocate(RECORD_BYTES + message.bytes().length);
            packet.putShort((short) 0xf05e).put((byte) 1).put((byte) message.kind());
            packet.putShort((short) (message.order() == ByteOrder.BIG_ENDIAN ? 1 : 0));
            packet.putShort((short) message.queue())
                    .putInt(message.connection())
                    .put(message.bytes());
            int whole = RECORD_BYTES + message.wholeBytes();
            if (message.timeNs() == null) {
                block(out, 3, little(4 + packet.capacity()).putInt(whole).put(packet.array()));
            } else {
                long time = message.timeNs();
                ByteBuffer body = little(20 + packet.capacity()).putInt(0).putInt((int) (time >>> 32));
                block(
                        out,
                        6,
                        body.putInt((int) time)
                                .putInt(packet.capacity())
                                .putInt(whole)
                                .put(packet.array()));
            }
        }
        return out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void block(ByteArrayOutputStream out, int type, ByteBuffer body) {
        int length = 12 + (body.capacity() + 3) / 4 * 4;
        ByteBuffer block = little(length).putInt(type).putInt(length).put(content(body));
        out.writeBytes(content(block.putInt(length - 4, length)));
    }

    /** What such a pcapng holds. */
    static List<Message> ofPcapng(byte[] file) {
        List<Message> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < file.length; at += in.getInt(at + 4)) {
            int type = in.getInt(at);
            if (type == 6) {
                long time = (long) in.getInt(at + 12) << 32 | in.getInt(at + 16) & 0xffffffffL;
                messages.add(record(file, at + 28, in.getInt(at + 20), in.getInt(at + 24), time));
            } else if (type == 3) {
                messages.add(record(file, at + 12, in.getInt(at + 8), in.getInt(at + 8), null));
            }
        }
        return messages;
    }

    private static Message record(byte[] file, int at, int recorded, int whole, @Nullable Long timeNs) {
        ByteBuffer packet = ByteBuffer.wrap(file, at, recorded).slice();
        byte[] bytes = new byte[recorded - RECORD_BYTES];
        packet.get(RECORD_BYTES, bytes);
        return new Message(
                packet.get(3),
                packet.getInt(8),
                packet.getShort(6) & 0xffff,
                packet.getShort(4) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                timeNs,
                bytes,
                whole - RECORD_BYTES);
    }

    static List<String> lines(List<Message> messages) {
        return messages.stream().map(Message::line).toList();
    }
}
