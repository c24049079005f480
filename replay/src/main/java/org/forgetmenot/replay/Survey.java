// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.EnumMap;
import java.util.Map;
import org.forgetmenot.replay.plan.Entry;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.Flags;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.InitIn;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OpenIn;
import org.forgetmenot.wire.OutHeader;

/** What must be known of a capture before its first operation is replayed. */
final class Survey {
    /** Where the capture does not tell, or tells a newer one than any layout here: a minor with the layouts of today. */
    private static final int MINOR = 36;

    private static final int O_TRUNC = 01000;

    private final Map<Opcode, Long> changes = new EnumMap<>(Opcode.class);
    private final LongOpenHashSet written = new LongOpenHashSet();
    private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    /** FORGETs to come of nodeids whose count cannot be added up. */
    private final Long2IntOpenHashMap uncounted = new Long2IntOpenHashMap();
    /** Nodeids of mount points: their lookups may be shared and come back in more than one FORGET. */
    private final LongOpenHashSet mountPoints = new LongOpenHashSet();

    private final boolean everyCount;
    private boolean requests;
    private boolean messages;
    private int minor = MINOR;
    private long offered;
    private long accepted;
    private boolean hasAccepted;

    /**
     * @param everyCount whether the capture shows every lookup and every FORGET, with its count
     */
    Survey(boolean everyCount) {
        this.everyCount = everyCount;
    }

    /** Whether the capture shows every lookup and every FORGET, with its count. */
    boolean showsEveryCount() {
        return everyCount;
    }

    void accept(Operation operation) {
        Opcode opcode = operation.known();
        if (opcode == Opcode.FORGET) {
            forget(operation);
            return;
        }
        requests |= operation.hasNodeid();
        messages |= operation.hasMessage();
        if (opcode == null) {
            return;
        }
        for (Entry entry : operation.entries()) {
            counts.addTo(entry.nodeid(), 1);
            if ((entry.attrFlags() & Flags.FUSE_ATTR_SUBMOUNT) != 0) {
                mountPoints.add(entry.nodeid());
            }
        }
        if (changes(operation, opcode)) {
            changes.merge(opcode, 1L, Long::sum);
        }
        if (opcode == Opcode.WRITE) {
            written.add(operation.nodeid());
        }
        if (opcode == Opcode.INIT && !hasAccepted) {
            init(operation);
        }
    }

    private void forget(Operation operation) {
        long nodeid = operation.nodeid();
        long count = counts.get(nodeid);
        if (count == 0 || (mountPoints.contains(nodeid) && !operation.hasUnique())) {
            uncounted.addTo(nodeid, 1);
        }
        long left = operation.hasNlookup() ? count - operation.nlookup() : 0;
        if (left > 0) {
            counts.put(nodeid, left);
        } else {
            counts.remove(nodeid);
        }
    }

    /** Whether an operation changes which names there are. */
    static boolean changesNames(Opcode opcode) {
        return switch (opcode) {
            case SYMLINK, MKNOD, MKDIR, UNLINK, RMDIR, RENAME, RENAME2, LINK, CREATE -> true;
            default -> false;
        };
    }

    /** Whether an operation changes files. */
    static boolean changes(Operation operation, Opcode opcode) {
        return switch (opcode) {
            case SETATTR,
                    SYMLINK,
                    MKNOD,
                    MKDIR,
                    UNLINK,
                    RMDIR,
                    RENAME,
                    RENAME2,
                    LINK,
                    WRITE,
                    SETXATTR,
                    REMOVEXATTR,
                    CREATE,
                    FALLOCATE,
                    COPY_FILE_RANGE,
                    COPY_FILE_RANGE_64,
                    TMPFILE,
                    IOCTL -> true;
            case OPEN ->
                operation.message().length >= InHeader.BYTES + OpenIn.BYTES
                        && (Wire.i32(operation.message(), InHeader.BYTES + OpenIn.FLAGS) & O_TRUNC) != 0;
            default -> false;
        };
    }

    private void init(Operation operation) {
        byte[] request = operation.message();
        byte[] reply = operation.reply();
        int asked = MINOR;
        if (request.length >= InHeader.BYTES + InitIn.FLAGS) {
            asked = Wire.i32(request, InHeader.BYTES + InitIn.MINOR);
            offered = InitFlags.ofRequest(request, InHeader.BYTES, request.length - InHeader.BYTES, Wire.ORDER);
        }
        if (operation.error() == 0 && reply.length >= OutHeader.BYTES + InitOut.MAX_READAHEAD) {
            minor = Math.min(asked, Wire.i32(reply, OutHeader.BYTES + InitOut.MINOR));
            accepted = InitFlags.ofReply(reply, OutHeader.BYTES, reply.length - OutHeader.BYTES, Wire.ORDER);
            hasAccepted = true;
        }
    }

    /** Whether there is anything that can be replayed. */
    boolean hasRequests() {
        return requests;
    }

    /** Whether whole messages were captured. */
    boolean hasMessages() {
        return messages;
    }

    /** Operations that change files, by opcode. */
    Map<Opcode, Long> changes() {
        return changes;
    }

    /** Whether a file is written to somewhere in the capture. */
    boolean isWritten(long nodeid) {
        return written.contains(nodeid);
    }

    /**
     * Whether a FORGET of a nodeid whose count cannot be added up is the last one there is: before it, the server still
     * counted it. Asked once for each such FORGET.
     *
     * @return true, too, of any other FORGET
     */
    boolean isLastForget(long nodeid) {
        int left = uncounted.get(nodeid);
        if (left <= 0) {
            return true;
        }
        uncounted.put(nodeid, left - 1);
        return left == 1;
    }

    /** Minor of the capture's session. */
    int minor() {
        return minor;
    }

    /** Flags that the recorded kernel offered; 0 if unknown. */
    long offered() {
        return offered;
    }

    /** Flags that the recorded server accepted; only if {@link #hasAccepted}. */
    long accepted() {
        return accepted;
    }

    boolean hasAccepted() {
        return hasAccepted;
    }
}
