// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.forgetmenot.format.backendrs.BackendRsFormat;
import org.forgetmenot.format.bazil.BazilFormat;
import org.forgetmenot.format.blocktag.BlocktagFormat;
import org.forgetmenot.format.bpftrace.BpftraceFormat;
import org.forgetmenot.format.ftrace.FtraceFormat;
import org.forgetmenot.format.fusedump.FusedumpFormat;
import org.forgetmenot.format.fuser.FuserFormat;
import org.forgetmenot.format.gofuse.GoFuseFormat;
import org.forgetmenot.format.jacobsa.JacobsaFormat;
import org.forgetmenot.format.jacobsa.WireLogFormat;
import org.forgetmenot.format.libfuse.LibfuseFormat;
import org.forgetmenot.format.ndjson.NdjsonFormat;
import org.forgetmenot.format.pcap.PcapFormat;
import org.forgetmenot.format.perf.PerfFormat;
import org.forgetmenot.format.strace.StraceFormat;
import org.forgetmenot.format.tracedat.TraceDatFormat;
import org.forgetmenot.format.virtiofsd.RustVirtiofsdFormat;
import org.forgetmenot.format.virtiofsd.VirtiofsdFormat;

/** Every dialect there is, and which one a capture is. */
public final class Formats {
    /** All dialects; the order is only that of messages. */
    public static final List<CaptureFormat> ALL = List.of(
            new FtraceFormat(),
            new TraceDatFormat(),
            new PerfFormat(),
            new VirtiofsdFormat(),
            new RustVirtiofsdFormat(),
            new FusedumpFormat(),
            new LibfuseFormat(),
            new StraceFormat(),
            new GoFuseFormat(),
            new BazilFormat(),
            new FuserFormat(),
            new BackendRsFormat(),
            new JacobsaFormat(),
            new WireLogFormat(),
            new BpftraceFormat(),
            new BlocktagFormat(),
            new PcapFormat(),
            new NdjsonFormat());

    private Formats() {}

    /** The dialect of a name. */
    public static Optional<CaptureFormat> byId(String id) {
        return ALL.stream().filter(f -> f.id().equals(id)).findFirst();
    }

    /**
     * Finds the one dialect that claims a capture.
     *
     * @param path for the message
     * @throws CaptureException if none claims it, or more than one does
     */
    public static CaptureFormat detect(String path, Prefix prefix) throws CaptureException {
        List<CaptureFormat> sure = new ArrayList<>();
        List<CaptureFormat> maybe = new ArrayList<>();
        for (CaptureFormat format : ALL) {
            switch (format.sniff(prefix)) {
                case YES -> sure.add(format);
                case MAYBE -> maybe.add(format);
                case NO -> {}
            }
        }
        List<CaptureFormat> claims = sure.isEmpty() ? maybe : sure;
        if (claims.size() == 1) {
            return claims.get(0);
        }
        if (claims.isEmpty()) {
            String known = Unread.find(prefix);
            if (known != null) {
                throw new CaptureException(path + ": looks like " + known);
            }
            throw new CaptureException(path + ": not a capture that forgetmenot knows; looked in its first "
                    + prefix.length() + " bytes for the signs of "
                    + ALL.stream().map(CaptureFormat::id).collect(Collectors.joining(", "))
                    + " (docs/formats.md shows each); if it is one of these all the same, name it with --dialect");
        }
        throw new CaptureException(path + ": looks like "
                + claims.stream()
                        .map(f -> f.id() + " (" + f.looksLike() + ")")
                        .collect(Collectors.joining(" and like "))
                + "; say which with --dialect.");
    }
}
