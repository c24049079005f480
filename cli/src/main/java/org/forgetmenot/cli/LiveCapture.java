// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.pcap.PcapngWriter;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;

/** A network interface that is listened to, by pcap4j and libpcap. What cannot be done is a {@link CaptureException}. */
final class LiveCapture implements Closeable {
    /** More than any packet has, segmentation offload included. */
    private static final int SNAPSHOT_BYTES = 262_144;
    /** For bursts: loopback brings gigabytes a second. */
    private static final int KERNEL_BUFFER_BYTES = 32 << 20;
    /** How long the kernel gathers packets before it hands them over. */
    private static final int TIMEOUT_MS = 100;

    /** How long to wait for packets when there are none. */
    private static final int IDLE_MS = 5;

    private static final int DLT_RAW = 12;
    private static final int LINK_RAW = 101;
    private static final long MS_PER_S = 1000;
    private static final long NS_PER_S = 1_000_000_000L;

    private final PcapHandle handle;

    private LiveCapture(PcapHandle handle) {
        this.handle = handle;
    }

    /**
     * Begins to listen.
     *
     * @param filter in libpcap's language, empty for all
     */
    static LiveCapture open(String interfaceName, String filter) throws CaptureException {
        try {
            check(interfaceName);
            LiveCapture capture = new LiveCapture(new PcapHandle.Builder(interfaceName)
                    .snaplen(SNAPSHOT_BYTES)
                    .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(TIMEOUT_MS)
                    .bufferSize(KERNEL_BUFFER_BYTES)
                    .timestampPrecision(TimestampPrecision.NANO)
                    .build());
            capture.filter(filter);
            // a blocking read comes back only when there is a packet, and an end must be noticed without one
            capture.handle.setBlockingMode(PcapHandle.BlockingMode.NONBLOCKING);
            return capture;
        } catch (LinkageError e) {
            throw new CaptureException(
                    "live capture needs libpcap, which is not here: install it (Debian: libpcap0.8, Fedora: libpcap), or"
                            + " record with tcpdump elsewhere; pcap files are read without it",
                    e);
        } catch (PcapNativeException e) {
            throw refused(interfaceName, e);
        } catch (NotOpenException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(String interfaceName) throws PcapNativeException, CaptureException {
        List<PcapNetworkInterface> all = Pcaps.findAllDevs();
        if (all.stream().noneMatch(i -> i.getName().equals(interfaceName))) {
            throw new CaptureException(
                    all.isEmpty()
                            ? "no network interface may be captured on; try as root"
                            : "no network interface is called '" + interfaceName + "'; there are: "
                                    + all.stream()
                                            .map(PcapNetworkInterface::getName)
                                            .collect(Collectors.joining(", ")));
        }
    }

    private static CaptureException refused(String interfaceName, PcapNativeException e) {
        String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").trim();
        boolean forbidden = why.contains("permission") || why.contains("not permitted") || why.contains("code: -8");
        return new CaptureException(
                "cannot capture on " + interfaceName + ": " + why
                        + (forbidden ? "; try as root, or give java the capability CAP_NET_RAW" : ""),
                e);
    }

    private void filter(String filter) throws CaptureException {
        if (filter.isBlank()) {
            return;
        }
        try {
            handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException | NotOpenException e) {
            close();
            throw new CaptureException(
                    "libpcap does not understand the filter '" + filter + "': " + e.getMessage()
                            + "; 'man pcap-filter' has its language",
                    e);
        }
    }

    /** The LINKTYPE_ number of its packets, which is the DLT_ number with one exception. */
    int linkType() {
        int dlt = handle.getDlt().value();
        return dlt == DLT_RAW ? LINK_RAW : dlt;
    }

    /** Most bytes recorded of a packet. */
    int snapshotBytes() {
        return SNAPSHOT_BYTES;
    }

    /**
     * Records packets until it is told to stop; whatever was received is on disk whenever it is quiet.
     *
     * @param most packets
     * @return packets recorded
     */
    long record(PcapngWriter out, long most, BooleanSupplier stop) throws IOException {
        long count = 0;
        try {
            while (count < most && !stop.getAsBoolean()) {
                byte[] packet = handle.getNextRawPacket();
                if (packet == null) {
                    out.flush();
                    Thread.sleep(IDLE_MS);
                    continue;
                }
                java.sql.Timestamp time = handle.getTimestamp();
                long timeNs = Math.floorDiv(time.getTime(), MS_PER_S) * NS_PER_S + time.getNanos();
                Integer original = handle.getOriginalLength();
                out.packet(timeNs, packet, 0, packet.length, original == null ? packet.length : original);
                count++;
            }
        } catch (NotOpenException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // an end like any other
        } finally {
            out.flush();
        }
        return count;
    }

    /** Packets that passed while nobody had room for them, -1 if nobody knows. */
    long dropped() {
        try {
            return handle.getStats().getNumPacketsDropped();
        } catch (PcapNativeException | NotOpenException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
