// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.Bytes;
import org.forgetmenot.wire.CopyFileRangeIn;
import org.forgetmenot.wire.Dirent;
import org.forgetmenot.wire.Direntplus;
import org.forgetmenot.wire.EntryOut;
import org.forgetmenot.wire.ForgetOne;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.LinkIn;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.forgetmenot.wire.RenameIn;

/** A little-endian fusedump of version 2 whose nodeids, uniques and times are found once and raised in every round. */
final class RepeatFusedump implements Repeat.Repeatable {
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int SECONDS_AT = 9;
    private static final int MESSAGE_AT = 33;
    /** Nodeids of GlusterFS are addresses of 47 bits: those of each round differ above them. */
    private static final long NODEIDS = 1L << 48;

    private final byte[] bytes;
    private final List<Integer> seconds = new ArrayList<>();
    private final List<Integer> nodeids = new ArrayList<>();
    private final List<Integer> uniques = new ArrayList<>();
    private final Map<Long, Opcode> asked = new HashMap<>();
    private final long durationSeconds;
    private final long uniqueStep;
    private int roundNow;

    RepeatFusedump(byte[] bytes) {
        this.bytes = bytes;
        long most = 0;
        int at = 0;
        while (at + MESSAGE_AT + OutHeader.BYTES <= bytes.length) {
            int message = at + MESSAGE_AT;
            int end = message + Bytes.i32(bytes, message, ORDER);
            seconds.add(at + SECONDS_AT);
            uniques.add(message + InHeader.UNIQUE);
            most = Math.max(most, InHeader.unique(bytes, message, ORDER));
            if (bytes[at] == 'R') {
                request(message);
            } else {
                reply(message, end);
            }
            at = end;
        }
        uniqueStep = most + 2 & ~1L;
        durationSeconds =
                Bytes.i64(bytes, seconds.get(seconds.size() - 1), ORDER) - Bytes.i64(bytes, SECONDS_AT, ORDER) + 1;
    }

    private void nodeid(int at) {
        if (Long.compareUnsigned(Bytes.i64(bytes, at, ORDER), 1) > 0) {
            nodeids.add(at);
        }
    }

    private void request(int message) {
        Opcode opcode = Opcode.of(InHeader.opcode(bytes, message, ORDER));
        int args = message + InHeader.BYTES;
        asked.put(InHeader.unique(bytes, message, ORDER), opcode);
        nodeid(message + InHeader.NODEID);
        switch (opcode) {
            case LINK -> nodeid(args + LinkIn.OLDNODEID);
            case RENAME, RENAME2 -> nodeid(args + RenameIn.NEWDIR);
            case COPY_FILE_RANGE -> nodeid(args + CopyFileRangeIn.NODEID_OUT);
            case BATCH_FORGET -> {
                for (int i = 0; i < BatchForgetIn.count(bytes, args, ORDER); i++) {
                    nodeid(args + BatchForgetIn.BYTES + i * ForgetOne.BYTES + ForgetOne.NODEID);
                }
            }
            default -> {}
        }
    }

    private void reply(int message, int end) {
        Opcode opcode = asked.remove(OutHeader.unique(bytes, message, ORDER));
        int payload = message + OutHeader.BYTES;
        if (opcode == null || OutHeader.error(bytes, message, ORDER) != 0) {
            return;
        }
        if (opcode.countsEntry()) {
            nodeid(payload + EntryOut.NODEID);
        }
        if (opcode == Opcode.READDIRPLUS) {
            for (int entry = payload; entry + Direntplus.NAME < end; ) {
                nodeid(entry + EntryOut.NODEID);
                entry += (int) Direntplus.recordBytes(Dirent.namelen(bytes, entry + Direntplus.DIRENT, ORDER));
            }
        }
    }

    @Override
    public long write(OutputStream out, int round) throws IOException {
        while (roundNow < round) {
            roundNow++;
            raise(seconds, durationSeconds);
            raise(nodeids, NODEIDS);
            raise(uniques, uniqueStep);
        }
        out.write(bytes);
        return bytes.length;
    }

    private void raise(List<Integer> places, long by) {
        for (int at : places) {
            long value = Bytes.i64(bytes, at, ORDER);
            Bytes.put64(bytes, at, ORDER, value + by);
        }
    }
}
