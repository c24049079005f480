// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.InHeader;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link StreamServer}: takes messages out of the stream and puts replies into it. */
final class StreamConnection {
    private static final int BYTES_AT_FIRST = 16 * 1024;
    private static final String TOKEN_PREFIX = "token ";
    /** How long a client may take to say its token: whoever says nothing must not hold a connection. */
    static final long TOKEN_NS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final SocketChannel channel;
    private final FuseServer.Connection session;
    private final @Nullable String token;
    private final long tokenNsMax;
    private final ByteOrder order = ByteOrder.nativeOrder();
    private final Reply reply = new Reply();
    /** What was read and not yet handled lies between {@code from} and {@code to}. */
    private byte[] in = new byte[BYTES_AT_FIRST];

    private int from;
    private int to;
    /** Replies that wait until the requests at hand are handled. */
    private byte[] out = new byte[BYTES_AT_FIRST];

    private int outLength;

    /**
     * @param token what the client must say first, null if nothing
     * @param tokenNsMax how long it may take for that
     */
    StreamConnection(SocketChannel channel, FuseServer.Connection session, @Nullable String token, long tokenNsMax) {
        this.channel = channel;
        this.session = session;
        this.token = token;
        this.tokenNsMax = tokenNsMax;
    }

    /**
     * Serves until the client closes.
     *
     * @throws SessionDied if the client sent what is no message, or what the real server would not have survived
     */
    void run() throws IOException, SessionDied {
        if (token != null && !isGreetedWith(token)) {
            session.ended("no token, or a wrong one");
            return;
        }
        try {
            do {
                handleAll();
                flush();
            } while (read());
        } catch (SessionDied e) {
            flush();
            throw e;
        }
        if (to > from) {
            session.ended("the client stopped in the middle of a message");
        }
    }

    /** Whether the client says the token at first, as a line and in time. */
    private boolean isGreetedWith(String expected) throws IOException {
        byte[] line = (TOKEN_PREFIX + expected + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] said = new byte[line.length];
        long until = System.nanoTime() + tokenNsMax;
        Socket socket = channel.socket();
        int length = 0;
        try {
            while (length < said.length) {
                socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
                int count = socket.getInputStream().read(said, length, said.length - length);
                length += Math.max(count, 0);
                if (count < 0 || said[length - 1] == '\n') {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            return false;
        }
        return MessageDigest.isEqual(line, said);
    }

    /** Reads what there is, at least a byte; false at the end. */
    private boolean read() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == in.length) {
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        }
        int count = channel.read(ByteBuffer.wrap(in, to, in.length - to));
        to += Math.max(count, 0);
        return count > 0;
    }

    private void handleAll() throws IOException, SessionDied {
        while (to - from >= Integer.BYTES) {
            int length = Bytes.i32(in, from, order);
            if (length < InHeader.BYTES || length > FuseSession.MESSAGE_BYTES_MAX) {
                throw new SessionDied(
                        "a message that says it has " + Integer.toUnsignedString(length) + " bytes is none");
            }
            if (to - from < length) {
                room(length);
                return;
            }
            handle(length);
            from += length;
        }
        room(InHeader.BYTES);
    }

    /** Makes the buffer hold a message that begins at {@code from}. */
    private void room(int length) {
        if (length > in.length) {
            byte[] larger = new byte[Math.min(FuseSession.MESSAGE_BYTES_MAX, Math.max(length, 2 * in.length))];
            System.arraycopy(in, from, larger, 0, to - from);
            in = larger;
            to -= from;
            from = 0;
        } else if (from + length > in.length) {
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        }
    }

    private void handle(int length) throws IOException, SessionDied {
        int replied = session.handle(in, from, length, reply);
        if (replied > out.length - outLength) {
            flush();
        }
        if (replied > out.length) {
            write(ByteBuffer.wrap(reply.bytes(), 0, replied));
        } else {
            System.arraycopy(reply.bytes(), 0, out, outLength, replied);
            outLength += replied;
        }
    }

    private void flush() throws IOException {
        write(ByteBuffer.wrap(out, 0, outLength));
        outLength = 0;
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
