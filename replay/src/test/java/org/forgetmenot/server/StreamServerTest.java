// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a socket, most of them hostile. */
@Timeout(300)
final class StreamServerTest {
    private static final long ROOT = Protocol.ROOT_NODEID;
    private static final int FORGET_FLOOD = 100_000;

    @TempDir
    Path folder;

    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final MemoryTree tree = new MemoryTree();
    private final FuseServer server =
            new FuseServer(tree, SessionOptions.of(Personality.VIRTIOFSD_RUST, true), Recorder.none(), log::add);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private SocketAddress unix() throws IOException {
        Path path = folder.resolve("socket");
        open.add(StreamServer.unix(server, path));
        return UnixDomainSocketAddress.of(path);
    }

    private SocketAddress tcp(String token) throws IOException {
        StreamServer stream =
                StreamServer.tcp(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token);
        open.add(stream);
        String address = stream.address();
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    private SocketChannel connect(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        open.add(0, channel);
        return channel;
    }

    private Client client(SocketAddress address) throws Exception {
        return client(connect(address)).init();
    }

    private static Client client(SocketChannel channel) {
        return new Client(request -> {
            send(channel, request);
            int opcode = Bytes.i32(request, 4, Client.ORDER);
            return opcode == Opcode.FORGET.number() || opcode == Opcode.BATCH_FORGET.number()
                    ? new byte[0]
                    : receive(channel);
        });
    }

    private static void send(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private static byte[] receive(SocketChannel channel) throws IOException {
        byte[] head = read(channel, OutHeader.BYTES);
        byte[] body = read(channel, Bytes.i32(head, 0, Client.ORDER) - OutHeader.BYTES);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    private static byte[] read(SocketChannel channel, int count) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(count);
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException();
            }
        }
        return in.array();
    }

    private static void assertClosed(SocketChannel channel) {
        assertThrows(IOException.class, () -> {
            while (true) {
                read(channel, 1);
            }
        });
    }

    @Test
    void servesUnixAndTcp() throws Exception {
        for (SocketAddress address : List.of(unix(), tcp(null))) {
            Client client = client(address);
            String name = "file " + address.hashCode();
            long fh = client.create(ROOT, name);
            long file = client.entryNodeid();
            byte[] data = new byte[FuseSession.DATA_BYTES_MAX];
            new Random(1).nextBytes(data);
            assertEquals(0, client.write(file, fh, 0, data));
            assertEquals(0, client.read(file, fh, 0, data.length));
            assertArrayEquals(data, client.payload());
        }
    }

    @Test
    void answersManyRequestsAtOnceInTheirOrder() throws Exception {
        SocketChannel channel = connect(tcp(null));
        Client client = client(channel).init();
        int count = 10_000;
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            requests.writeBytes(client.message(Opcode.LOOKUP, ROOT, "none"));
            requests.writeBytes(client.message(Opcode.GETATTR, ROOT, 0, 0, 0L));
        }
        Thread sender = new Thread(() -> {
            try {
                send(channel, requests.toByteArray());
            } catch (IOException e) {
                log.add(e.toString());
            }
        });
        sender.start();
        for (int i = 0; i < count; i++) {
            assertEquals(-Errno.ENOENT.number(), OutHeader.error(receive(channel), 0, Client.ORDER));
            assertEquals(0, OutHeader.error(receive(channel), 0, Client.ORDER));
        }
        sender.join();
    }

    @Test
    void takesMessagesThatComeByteByByte() throws Exception {
        SocketChannel channel = connect(unix());
        Client client = client(channel).init();
        for (byte b : client.message(Opcode.GETATTR, ROOT, 0, 0, 0L)) {
            send(channel, new byte[] {b});
        }
        assertEquals(0, OutHeader.error(receive(channel), 0, Client.ORDER));
    }

    @Test
    void closesWhoSendsNoMessageAndServesTheOthers() throws Exception {
        SocketAddress address = unix();
        Client other = client(address);
        for (int length : new int[] {0, 1, 39, -1, Integer.MIN_VALUE, FuseSession.MESSAGE_BYTES_MAX + 1}) {
            SocketChannel channel = connect(address);
            client(channel).init();
            byte[] message = new byte[40];
            Bytes.put32(message, 0, Client.ORDER, length);
            send(channel, message);
            assertClosed(channel);
            assertEquals(0, other.getattr(ROOT));
        }
        SocketChannel text = connect(address);
        send(text, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertClosed(text);
        assertTrue(log.get(log.size() - 1).contains("bytes is none"), log.toString());
    }

    @Test
    void outlivesClientsThatStopInTheMiddle() throws Exception {
        SocketAddress address = unix();
        for (int i = 0; i < 100; i++) {
            try (SocketChannel channel = SocketChannel.open(address)) {
                Client client = client(channel).init();
                client.create(ROOT, "file " + i);
                byte[] message = client.message(Opcode.MKDIR, ROOT, 0755, 0, "never made");
                send(channel, Arrays.copyOf(message, message.length - 1));
            }
        }
        Client client = client(address);
        assertEquals(-Errno.ENOENT.number(), client.lookup(ROOT, "never made"));
    }

    @Test
    void endsOnlyTheSessionThatTheRealServerWouldNotSurvive() throws Exception {
        FuseServer fragile =
                new FuseServer(tree, SessionOptions.of(Personality.VIRTIOFSD_C, true), Recorder.none(), log::add);
        Path path = folder.resolve("fragile");
        open.add(StreamServer.unix(fragile, path));
        SocketAddress address = UnixDomainSocketAddress.of(path);
        Client other = client(address);
        other.mkdir(ROOT, "dir");
        SocketChannel channel = connect(address);
        Client client = client(channel).init();
        long dir = client.found(ROOT, "dir");
        send(channel, client.message(Opcode.FORGET, dir, 1L << 40));
        assertClosed(channel);
        assertEquals(0, other.lookup(ROOT, "dir"));
        assertTrue(log.get(0).contains("assertion failed: FORGET of 1099511627776 lookups of nodeid 2, which has 1"));
    }

    @Test
    void takesFloodsOfForgetsAndGuessesOfNodeids() throws Exception {
        SocketChannel channel = connect(unix());
        Client client = client(channel).init();
        client.mkdir(ROOT, "dir");
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        Random random = new Random(2);
        for (int i = 0; i < FORGET_FLOOD; i++) {
            flood.writeBytes(client.message(Opcode.FORGET, random.nextInt(4), random.nextLong()));
        }
        send(channel, flood.toByteArray());
        assertEquals(0, client.getattr(ROOT));
        for (int i = 0; i < 2000; i++) {
            assertEquals(-Errno.EBADF.number(), client.getattr(random.nextLong() | 1L << 40));
        }
    }

    @Test
    void serves1000ConnectionsAndRefusesWhatIsBeyondItsLimit() throws Exception {
        SocketAddress address = unix();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clients.add(client(address));
        }
        for (Client client : clients) {
            assertEquals(0, client.getattr(ROOT));
        }
        List<SocketChannel> more = new ArrayList<>();
        for (int i = 0; i < StreamServer.CONNECTIONS_MAX; i++) {
            more.add(connect(address));
        }
        assertClosed(more.get(StreamServer.CONNECTIONS_MAX - 1));
        assertEquals(0, clients.get(999).getattr(ROOT));
    }

    @Test
    void asksForItsToken() throws Exception {
        SocketAddress address = tcp("s3cret");
        SocketChannel good = connect(address);
        send(good, "token s3cret\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(0, client(good).init().getattr(ROOT));
        for (String line : new String[] {"token s3creT\n", "token \n", "\n", "token s3cret extra\n"}) {
            SocketChannel bad = connect(address);
            ByteArrayOutputStream both = new ByteArrayOutputStream(); // later would be too late: it is closed by then
            both.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            both.writeBytes(client(bad).message(Opcode.INIT, 0, 7, 38, 0, 0, new byte[48]));
            send(bad, both.toByteArray());
            assertClosed(bad);
        }
    }

    @Test
    void waitsForATokenOnlySoLong() throws Exception {
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel silent = connect(listener.getLocalAddress());
                SocketChannel accepted = listener.accept();
                FuseServer.Connection session = server.connect()) {
            send(silent, "tok".getBytes(StandardCharsets.UTF_8));
            new StreamConnection(accepted, session, "s3cret", 1_000_000).run();
            assertTrue(log.get(log.size() - 1).endsWith("closed: no token, or a wrong one"), log.toString());
        }
    }

    @Test
    void refusesAPathThatIsThere() throws Exception {
        Path path = folder.resolve("socket");
        unix();
        assertEquals(
                "another server listens there",
                assertThrows(FileAlreadyExistsException.class, () -> StreamServer.unix(server, path))
                        .getReason());
        Path file = Files.writeString(folder.resolve("file"), "content");
        assertThrows(FileAlreadyExistsException.class, () -> StreamServer.unix(server, file));
        assertEquals("content", Files.readString(file));
    }

    @Test
    void letsOnlyItsUserConnectAndTakesItsSocketAway() throws Exception {
        Path path = folder.resolve("socket");
        StreamServer stream = StreamServer.unix(server, path);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        stream.close();
        assertFalse(Files.exists(path));
    }

    @Test
    void endsSessionsWhenItCloses() throws Exception {
        StreamServer stream = StreamServer.unix(server, folder.resolve("socket"));
        SocketChannel channel = connect(UnixDomainSocketAddress.of(folder.resolve("socket")));
        client(channel).init();
        stream.close();
        assertClosed(channel);
    }
}
