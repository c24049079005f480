// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/**
 * A server on a stream socket. Messages follow each other without anything between them: each begins with its length. It
 * never waits to write while there is something to read, so neither side can block the other.
 */
public final class StreamTarget implements Target {
    private static final int OUT_BYTES = 256 << 10;
    private static final int IN_BYTES = 256 << 10;
    private static final long NS_PER_MS = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final String name;
    private ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
    /** Of {@link #inBytes}: what was read and not yet handed out lies between position and limit. */
    private ByteBuffer in;

    private byte[] inBytes = new byte[IN_BYTES];
    private byte[] reply = {};

    private StreamTarget(SocketChannel channel, String name) throws IOException {
        this.channel = channel;
        this.name = name;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
        in = ByteBuffer.wrap(inBytes).limit(0);
    }

    /** Connects to a unix domain socket. */
    public static StreamTarget unix(String path) throws IOException {
        return connect(UnixDomainSocketAddress.of(Path.of(path)), "unix:" + path);
    }

    /**
     * Connects to a TCP port.
     *
     * @param token what the server wants to hear first, null if nothing
     */
    public static StreamTarget tcp(String host, int port, @Nullable String token) throws IOException {
        StreamTarget target = connect(new InetSocketAddress(host, port), "tcp:" + host + ":" + port);
        target.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (token != null) {
            byte[] line = ("token " + token + "\n").getBytes(StandardCharsets.UTF_8);
            target.send(line, line.length);
        }
        return target;
    }

    private static StreamTarget connect(SocketAddress address, String name) throws IOException {
        try {
            if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
                throw new IOException("no such host");
            }
            return new StreamTarget(SocketChannel.open(address), name);
        } catch (IOException e) {
            throw new TargetUnreachable("no server at " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void send(byte[] message, int length) throws IOException {
        if (length > out.remaining()) {
            flush();
        }
        if (length > out.capacity()) {
            out = ByteBuffer.allocate(length);
        }
        out.put(message, 0, length);
    }

    @Override
    public void flush() throws IOException {
        out.flip();
        try {
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    selector.select();
                    selector.selectedKeys().clear();
                    read();
                }
            }
        } catch (TargetDied e) {
            throw e;
        } catch (IOException e) {
            throw died(e);
        } finally {
            out.clear();
        }
    }

    private static TargetDied died(IOException e) {
        return new TargetDied("broke the connection (" + e.getMessage() + ")");
    }

    /** Reads what there is, without waiting. */
    private boolean read() throws TargetDied {
        if (in.limit() == in.capacity()) {
            makeRoom();
        }
        int end = in.limit();
        ByteBuffer free = ByteBuffer.wrap(inBytes, end, inBytes.length - end);
        int count;
        try {
            count = channel.read(free);
        } catch (IOException e) {
            throw died(e);
        }
        if (count < 0) {
            throw new TargetDied(TargetDied.CLOSED);
        }
        in.limit(end + count);
        return count > 0;
    }

    private void makeRoom() {
        if (in.position() > 0) {
            System.arraycopy(inBytes, in.position(), inBytes, 0, in.remaining());
            in.limit(in.remaining()).position(0);
            return;
        }
        byte[] larger = java.util.Arrays.copyOf(inBytes, inBytes.length * 2);
        in = ByteBuffer.wrap(larger).limit(inBytes.length);
        inBytes = larger;
    }

    @Override
    public int receive(long timeoutNs) throws IOException {
        int length = take();
        if (length > 0) {
            return length;
        }
        flush();
        long end = System.nanoTime() + timeoutNs;
        key.interestOps(SelectionKey.OP_READ);
        while ((length = take()) == 0) {
            if (!read()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return 0;
                }
                selector.select(Math.max(1, left / NS_PER_MS));
                selector.selectedKeys().clear();
            }
        }
        return length;
    }

    /** Takes a reply out of what was read; 0 if there is no whole one. */
    private int take() throws TargetDied {
        if (in.remaining() < OutHeader.BYTES) {
            return 0;
        }
        long length = Wire.u32(inBytes, in.position() + OutHeader.LEN);
        if (length < OutHeader.BYTES || length > REPLY_BYTES_MAX) {
            throw new TargetDied("sent " + length + " as the length of a reply: it does not speak FUSE");
        }
        if (in.remaining() < length) {
            return 0;
        }
        if (reply.length < length) {
            reply = new byte[(int) length];
        }
        System.arraycopy(inBytes, in.position(), reply, 0, (int) length);
        in.position(in.position() + (int) length);
        if (!in.hasRemaining()) {
            in.position(0).limit(0);
        }
        return (int) length;
    }

    @Override
    public byte[] reply() {
        return reply;
    }

    @Override
    public String describe() {
        return "the server at " + name;
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
