// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.target;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.linux.Child;
import org.forgetmenot.linux.EventFd;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.UnixSocket;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.OutHeader;

/**
 * A server that mounts through libfuse 3, without a mount: it is started with {@code /dev/fd/N} as its mount point, as a privileged
 * parent may hand it {@code /dev/fuse} ready to use, but what it finds there is a socket of ours. Nobody needs root, nor the device.
 *
 * <p>libfuse aborts at a nodeid that its table lacks, and servers of its low-level interface take a nodeid for an address: see {@link
 * #diesOfUnknownNodeids}.
 */
public final class FuseServerTarget implements Target {
    /** Stands for the mount point in a command; without it the mount point is the last argument. */
    private static final String MOUNT_POINT = "{}";

    /** Stands in a command for a directory with the files of the capture. */
    private static final String FILES = "{files}";

    /** For a message of 1 MiB, several of them, and what the kernel keeps with each. */
    private static final int SOCKET_BYTES = 4 << 20;

    private static final int REQUEST_BYTES_MAX = (1 << 20) + 4096;
    private static final Path SOCKET_BYTES_LIMIT = Path.of("/proc/sys/net/core/wmem_max");
    /** Of a socket's buffer, for what the kernel keeps with a message. */
    private static final int OVERHEAD_BYTES = 16 << 10;

    private final int socket;
    private final int messageBytesMax;
    private final StartedServer server;
    private final String name;
    private final EventFd.Waiting waiting;
    private final Memory memory = new Memory(REPLY_BYTES_MAX);
    private final long address = Pointer.nativeValue(memory);
    /** What came while there was no room to send. */
    private final ArrayDeque<byte[]> early = new ArrayDeque<>();

    private byte[] reply = {};

    private FuseServerTarget(int socket, int messageBytesMax, StartedServer server, String name) {
        this.socket = socket;
        this.messageBytesMax = messageBytesMax;
        this.server = server;
        this.name = name;
        waiting = new EventFd.Waiting(socket);
    }

    /**
     * Starts a server.
     *
     * @param command words with blanks between them, quoted where a blank belongs to a word; <code>{}</code> stands for the mount
     *     point, <code>{files}</code> for a directory that is made for it
     * @param filling makes the files of that directory
     */
    public static Target start(String command, Filling filling) throws IOException {
        List<String> words = words(command);
        int[] pair = UnixSocket.pair(LibC.SOCK_SEQPACKET);
        int ours = pair[0];
        int theirs = pair[1];
        try {
            int messageBytesMax = Math.min(enlarge(ours), enlarge(theirs));
            LibC.fcntl(theirs, LibC.F_SETFD, 0);
            String mountPoint = "/dev/fd/" + theirs;
            StartedServer.Connect connect =
                    (server, home) -> new FuseServerTarget(ours, messageBytesMax, server, words.get(0));
            if (hasFiles(command)) {
                return StartedServer.onFiles(
                        filling, (home, files) -> start(words, mountPoint, files.toString()), connect);
            }
            Child child = start(words, mountPoint, FILES);
            return new FuseServerTarget(
                    ours, messageBytesMax, new StartedServer(child, List.of(), () -> {}), words.get(0));
        } catch (IOException e) {
            LibC.close(ours);
            throw new TargetUnreachable("cannot start the server: " + e.getMessage(), e);
        } finally {
            LibC.close(theirs);
        }
    }

    /** Whether a command is for files that are made for it. */
    public static boolean hasFiles(String command) {
        return command.contains(FILES);
    }

    private static Child start(List<String> words, String mountPoint, String files) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            arguments.add(word.replace(MOUNT_POINT, mountPoint).replace(FILES, files));
        }
        if (words.stream().noneMatch(word -> word.contains(MOUNT_POINT))) {
            arguments.add(mountPoint);
        }
        return Child.start(words.get(0), arguments);
    }

    /**
     * The words of a command, as a shell has them, but nothing is put in for anything.
     *
     * @throws IllegalArgumentException if there is none, or a quote has no end
     */
    public static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
                inWord = true;
            } else if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote has no end: " + command);
        }
        if (inWord) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("which server? give its command after fuse-server:");
        }
        return words;
    }

    /** Makes a socket take the longest messages, and says how long they may be. */
    private static int enlarge(int fd) throws IOException {
        try (Memory bytes = new Memory(Integer.BYTES)) {
            bytes.setInt(0, SOCKET_BYTES);
            int length = Integer.BYTES;
            boolean isForced = LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, bytes, length) == 0
                    && LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, bytes, length) == 0;
            if (isForced) {
                return REQUEST_BYTES_MAX;
            }
            LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_SNDBUF, bytes, length);
            LibC.setsockopt(fd, LibC.SOL_SOCKET, LibC.SO_RCVBUF, bytes, length);
            long limit = Long.parseLong(Files.readString(SOCKET_BYTES_LIMIT).strip());
            return (int) Math.min(REQUEST_BYTES_MAX, Math.min(SOCKET_BYTES, limit) - OVERHEAD_BYTES);
        } catch (NumberFormatException e) {
            throw new IOException("no number in " + SOCKET_BYTES_LIMIT, e);
        }
    }

    @Override
    public boolean isOrdered() {
        return false;
    }

    @Override
    public boolean diesOfUnknownNodeids() {
        return true;
    }

    @Override
    public boolean takes(byte[] message, int length) {
        return length <= messageBytesMax
                && ReplyRoom.isWhole(message, length)
                && ReplyRoom.of(message) <= messageBytesMax;
    }

    @Override
    public void send(byte[] message, int length) throws IOException {
        memory.write(0, message, 0, length);
        while (LibC.send(socket, address, length, LibC.MSG_DONTWAIT | LibC.MSG_NOSIGNAL) != length) {
            int errno = LibC.errno();
            if (errno != Errno.EAGAIN.number()) {
                boolean closed = errno == Errno.EPIPE.number() || errno == Errno.ECONNRESET.number();
                throw died(closed ? TargetDied.CLOSED : "broke the connection (" + Errno.name(errno) + ")");
            }
            // it may be waiting for us to read, and we must not wait for each other
            if (!waiting.await(1)) {
                continue;
            }
            int count = read();
            if (count > 0) {
                early.add(memory.getByteArray(0, count));
            }
            memory.write(0, message, 0, length);
        }
    }

    private TargetDied died(String how) {
        return new TargetDied(server.died(how));
    }

    /** Reads a message into the memory; 0 if there is none. */
    private int read() throws TargetDied {
        long count = LibC.recv(socket, address, memory.size(), LibC.MSG_DONTWAIT);
        if (count < 0 && LibC.errno() == Errno.EAGAIN.number()) {
            return 0;
        }
        if (count <= 0) {
            throw died(TargetDied.CLOSED);
        }
        if (count < OutHeader.BYTES || Integer.toUnsignedLong(memory.getInt(OutHeader.LEN)) != count) {
            throw died("sent " + count + " bytes that are no reply");
        }
        return (int) count;
    }

    @Override
    public int receive(long timeoutNs) throws IOException {
        byte[] kept = early.poll();
        if (kept != null) {
            reply = kept;
            return kept.length;
        }
        long begin = System.nanoTime();
        int count = read();
        while (count == 0) {
            long waitedNs = System.nanoTime() - begin;
            if (waitedNs >= timeoutNs) {
                return 0;
            }
            if (!Spin.isWorthwhile(waitedNs)) {
                waiting.await(Spin.sleepMs(timeoutNs - waitedNs));
            }
            count = read();
        }
        if (reply.length < count) {
            reply = new byte[count];
        }
        memory.read(0, reply, 0, count);
        return count;
    }

    @Override
    public byte[] reply() {
        return reply;
    }

    @Override
    public void flush() {}

    @Override
    public String describe() {
        return name;
    }

    @Override
    public List<String> said() {
        return server.said();
    }

    @Override
    public void close() {
        LibC.close(socket); // which a server ends of, so it comes first
        server.close();
    }
}
