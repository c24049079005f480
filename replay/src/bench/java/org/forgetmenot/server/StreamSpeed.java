// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.forgetmenot.wire.AttrOut;
import org.forgetmenot.wire.GetattrIn;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;

/** How many GETATTRs a second the stream server answers over a unix socket, one and 64 in flight; the last runs are warm. */
public final class StreamSpeed {
    private static final int[] IN_FLIGHT = {1, 64};
    private static final int IN_FLIGHT_MAX = 64;
    private static final int REQUEST_BYTES = InHeader.BYTES + GetattrIn.BYTES;
    private static final int REPLY_BYTES = OutHeader.BYTES + AttrOut.BYTES;
    private static final int RUNS = 4;
    private static final long RUN_NS = 3_000_000_000L;

    private final SocketChannel client;
    private final ByteBuffer requests =
            ByteBuffer.allocateDirect(IN_FLIGHT_MAX * REQUEST_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer replies = ByteBuffer.allocateDirect(IN_FLIGHT_MAX * REPLY_BYTES);

    private StreamSpeed(SocketChannel client) throws IOException {
        this.client = client;
        ByteBuffer init = ByteBuffer.allocate(InHeader.BYTES + InitIn.BYTES).order(ByteOrder.nativeOrder());
        init.putInt(InHeader.LEN, init.capacity()).putInt(InHeader.OPCODE, Opcode.INIT.number());
        init.putInt(InHeader.BYTES + InitIn.MAJOR, 7).putInt(InHeader.BYTES + InitIn.MINOR, 38);
        client.write(init);
        receive(OutHeader.BYTES + InitOut.BYTES);
        for (int i = 0; i < IN_FLIGHT_MAX; i++) {
            int at = i * REQUEST_BYTES;
            requests.putInt(at + InHeader.LEN, REQUEST_BYTES);
            requests.putInt(at + InHeader.OPCODE, Opcode.GETATTR.number());
            requests.putLong(at + InHeader.UNIQUE, 2L + 2L * i);
            requests.putLong(at + InHeader.NODEID, 1);
        }
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("speed");
        Path socket = folder.resolve("socket");
        SessionOptions options = SessionOptions.of(Personality.VIRTIOFSD_RUST, true);
        FuseServer fuse = new FuseServer(new MemoryTree(), options, Recorder.none(), System.err::println);
        try (StreamServer server = StreamServer.unix(fuse, socket);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            System.out.println(server.address());
            client.connect(UnixDomainSocketAddress.of(socket));
            StreamSpeed speed = new StreamSpeed(client);
            for (int count : IN_FLIGHT) {
                for (int run = 0; run < RUNS; run++) {
                    System.out.printf("%d in flight: %.0f/s%n", count, speed.rate(count));
                }
            }
        }
        Files.deleteIfExists(folder);
    }

    private double rate(int count) throws IOException {
        long begin = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - begin < RUN_NS) {
            requests.clear().limit(count * REQUEST_BYTES);
            while (requests.hasRemaining()) {
                client.write(requests);
            }
            receive(count * REPLY_BYTES);
            done += count;
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    private void receive(int bytes) throws IOException {
        replies.clear().limit(bytes);
        while (replies.hasRemaining()) {
            if (client.read(replies) < 0) {
                throw new IOException("the server is gone");
            }
        }
    }
}
