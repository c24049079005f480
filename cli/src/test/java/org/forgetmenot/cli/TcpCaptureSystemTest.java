// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real TCP connection that carries a real session's messages, recorded off a network interface and read back. */
@Tag("system")
class TcpCaptureSystemTest {
    private static final String GLUSTER = "../samples/gluster/gluster.fusedump.gz";
    private static final int WAIT_MS = 120_000;

    private record Message(boolean fromKernel, String hex) {}

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void needsRoot() throws IOException, InterruptedException {
        assumeTrue(Programs.run("id", "-u").strip().equals("0"), "needs root: only it may record networks");
    }

    /** The messages of a capture, in its order. */
    private static List<Message> messages(String capture) throws IOException {
        List<Message> messages = new ArrayList<>();
        try (Capture open = Capture.open(capture, null, InputStream.nullInputStream())) {
            Event event = new Event();
            while (open.reader().next(event)) {
                switch (event.kind()) {
                    case REQUEST, OTHER -> messages.add(message(true, event));
                    case REPLY, NOTIFY -> messages.add(message(false, event));
                    default -> {}
                }
            }
        }
        return messages;
    }

    private static Message message(boolean fromKernel, Event event) {
        int from = event.message().offset();
        int to = from + event.message().length();
        return new Message(fromKernel, HexFormat.of().formatHex(event.message().bytes(), from, to));
    }

    /** Sends each message when the one before it has arrived. */
    private static void talk(ServerSocket listener, List<Message> messages) throws IOException {
        try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket server = listener.accept()) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            for (Message message : messages) {
                byte[] bytes = HexFormat.of().parseHex(message.hex());
                Socket from = message.fromKernel() ? client : server;
                Socket to = message.fromKernel() ? server : client;
                from.getOutputStream().write(bytes);
                assertEquals(bytes.length, to.getInputStream().readNBytes(bytes.length).length);
            }
        }
    }

    private static void await(String what, BooleanSupplier until) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS);
        while (!until.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, what + " did not come");
            Thread.sleep(20);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static ServerSocket listen(String address) throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName(address));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, lo, EN10MB, --time-stamp-precision=micro",
        "127.0.0.1, lo, EN10MB, --time-stamp-precision=nano",
        "127.0.0.1, any, LINUX_SLL, --time-stamp-precision=micro",
        "127.0.0.1, any, LINUX_SLL2, --time-stamp-precision=nano",
        "::1, lo, EN10MB, --time-stamp-precision=micro",
        "::1, any, LINUX_SLL2, --time-stamp-precision=micro"
    })
    void whatTcpdumpRecordsIsReadMessageForMessage(String address, String device, String linkType, String precision)
            throws IOException, InterruptedException {
        assumeTrue(Programs.has("tcpdump"), "needs tcpdump: install it (Debian: tcpdump)");
        List<Message> expected = messages(GLUSTER);
        Path out = folder.resolve("out.pcap");
        Path said = folder.resolve("said");
        try (ServerSocket listener = listen(address)) {
            Process tcpdump = new ProcessBuilder(
                            "tcpdump",
                            "-i",
                            device,
                            "-y",
                            linkType,
                            precision,
                            "-s",
                            "0",
                            "-B",
                            "16384",
                            "-U",
                            "-Z",
                            "root",
                            "-w",
                            out.toString(),
                            "tcp port " + listener.getLocalPort())
                    .redirectError(said.toFile())
                    .start();
            try {
                await("tcpdump", () -> text(said).contains("listening on"));
                talk(listener, expected);
                await("the last packet", () -> readable(out) >= expected.size());
            } finally {
                tcpdump.destroy();
                tcpdump.waitFor();
            }
        }
        assertEquals(expected, messages(out.toString()));
        Run info = Run.of("info", out.toString());
        assertTrue(info.out().contains("begins        at INIT"), info.out());
        assertEquals("", info.err());
    }

    /** Messages in a file that may not be whole yet. */
    private static int readable(Path file) {
        try {
            return messages(file.toString()).size();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void whatCaptureRecordsIsReadMessageForMessage() throws IOException, InterruptedException {
        List<Message> expected = messages(GLUSTER);
        Path out = folder.resolve("out.pcapng");
        try (ServerSocket listener = listen("127.0.0.1")) {
            CompletableFuture<Run> recording = CompletableFuture.supplyAsync(() -> Run.of(
                    "capture",
                    "--interface",
                    "lo",
                    "--filter",
                    "tcp port " + listener.getLocalPort(),
                    "--seconds",
                    "5",
                    "-o",
                    out.toString()));
            await("the file", () -> Files.exists(out) && !text(out).isEmpty() || recording.isDone());
            talk(listener, expected);
            Run run = recording.join();
            assertEquals(0, run.code(), run.err());
            assertTrue(run.err().endsWith("packets recorded\n"), run.err());
        }
        assertEquals(expected, messages(out.toString()));
        // and on in every other form
        Run converted = Run.of(
                "convert", out.toString(), "-o", folder.resolve("user0.pcapng").toString());
        assertEquals("", converted.err());
        assertEquals(expected, messages(folder.resolve("user0.pcapng").toString()));
    }

    @Test
    void captureSaysWhatItCannotDo() {
        String out = folder.resolve("x.pcapng").toString();
        Run run = Run.of("capture", "-i", "nosuch0", "-o", out);
        assertEquals(3, run.code());
        assertTrue(run.err().contains("no network interface is called 'nosuch0'; there are: "), run.err());
        run = Run.of("capture", "-i", "lo", "-f", "tcp prot 5", "-o", out);
        assertEquals(3, run.code());
        assertTrue(run.err().contains("does not understand the filter 'tcp prot 5'"), run.err());
        assertTrue(Files.notExists(Path.of(out)));
    }
}
