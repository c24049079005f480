// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.OutHeader;
import org.jspecify.annotations.Nullable;

/**
 * One request as a capture shows it, with its answer. A BATCH_FORGET is one operation for each of its items, so every FORGET
 * is a plain one. What the capture does not tell is empty, or its {@code has...()} is false.
 */
public final class Operation {
    /** {@link #replyOrder} of an operation that the capture does not show answered. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final byte[] NOTHING = {};

    private final int opcode;
    private final long position;
    private final long requestOrder;
    private final long timeNs;
    private final boolean hasTime;
    private final long unique;
    private final boolean hasUnique;
    private final int pid;
    private final long nodeid;
    private final boolean hasNodeid;
    private final long otherNodeid;
    private final boolean hasOtherNodeid;
    private final long fh;
    private final boolean hasFh;
    private final long nlookup;
    private final boolean hasNlookup;
    private final long sizeBytes;
    private byte[] name;
    private byte[] secondName;
    private final byte[] message;

    private long replyOrder = NEVER;
    private int error;
    private long replySizeBytes;
    private long newFh;
    private boolean hasNewFh;
    private byte[] reply = NOTHING;
    private List<Entry> entries = List.of();
    private boolean negative;
    private boolean complete;

    /**
     * Begins an operation.
     *
     * @param requestOrder place of the request among the capture's events
     * @param opcode {@link Opcode#FORGET} for an item of a BATCH_FORGET, which its event does not say
     */
    Operation(Event event, long requestOrder, int opcode) {
        this.opcode = opcode;
        this.requestOrder = requestOrder;
        position = event.position();
        timeNs = event.timeNs();
        hasTime = event.hasTimeNs();
        unique = event.unique();
        hasUnique = event.hasUnique();
        pid = event.hasPid() ? event.pid() : 0;
        nodeid = event.nodeid();
        hasNodeid = event.hasNodeid();
        otherNodeid = event.otherNodeid();
        hasOtherNodeid = event.hasOtherNodeid();
        fh = event.fh();
        hasFh = event.hasFh();
        nlookup = event.nlookup();
        hasNlookup = event.hasNlookup();
        sizeBytes = event.hasSizeBytes() ? event.sizeBytes() : 0;
        name = bytes(event.name());
        secondName = bytes(event.secondName());
        message = whole(event.message(), InHeader.BYTES);
    }

    static byte[] bytes(Text text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        byte[] bytes = new byte[text.length()];
        System.arraycopy(text.bytes(), text.offset(), bytes, 0, bytes.length);
        return bytes;
    }

    /** A message that is all there and of this machine's kind, else nothing: half a message is worth less than none. */
    private static byte[] whole(Text message, int headerBytes) {
        if (message.length() < headerBytes
                || Wire.u32(message.bytes(), message.offset() + OutHeader.LEN) != message.length()) {
            return NOTHING;
        }
        return bytes(message);
    }

    /** Its answer came. */
    void answered(Event event, long order) {
        replyOrder = order;
        error = event.hasError() ? Math.min(event.error(), 0) : 0;
        replySizeBytes = event.hasSizeBytes() ? event.sizeBytes() : 0;
        hasNewFh = event.hasFh();
        newFh = event.fh();
        reply = whole(event.message(), OutHeader.BYTES);
        if (name.length == 0) {
            name = bytes(event.name());
        }
        if (secondName.length == 0) {
            secondName = bytes(event.secondName());
        }
    }

    /** It found that there is no such name, and the kernel may remember that. */
    void foundNothing() {
        negative = true;
    }

    /** Its reply hands out a nodeid. */
    void found(Event event) {
        byte[] entryName = bytes(event.name());
        if (entryName.length == 0 && opcode != Opcode.READDIRPLUS.number()) {
            entryName = name;
        }
        if (entries.isEmpty()) {
            entries = new ArrayList<>(1);
        }
        entries.add(Entry.of(
                event.nodeid(),
                entryName,
                event.hasMode() ? event.mode() : 0,
                event.hasAttrFlags() ? event.attrFlags() : 0));
    }

    /** The entry that was found last and names the nodeid did not come from its reply. */
    void lost(long nodeid) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).nodeid() == nodeid) {
                entries.remove(i);
                return;
            }
        }
    }

    /** Nothing more will be learned of it. */
    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Bytes that keeping it takes, about. */
    long weightBytes() {
        return 256L + message.length + reply.length + 96L * entries.size();
    }

    public int opcode() {
        return opcode;
    }

    /** The opcode, null if it is none that is known. */
    public @Nullable Opcode known() {
        return Opcode.of(opcode);
    }

    /** Where its request stands: 1-based line of a text, byte offset of a binary. */
    public long position() {
        return position;
    }

    /** Place of its request among the capture's events. */
    public long requestOrder() {
        return requestOrder;
    }

    /** Place of its answer among the capture's events, {@link #NEVER} if there is none. */
    public long replyOrder() {
        return replyOrder;
    }

    public boolean isAnswered() {
        return replyOrder != NEVER;
    }

    public boolean hasTimeNs() {
        return hasTime;
    }

    /** When it was sent, on the capture's own clock, in nanoseconds. */
    public long timeNs() {
        return timeNs;
    }

    public boolean hasUnique() {
        return hasUnique;
    }

    public long unique() {
        return unique;
    }

    /** The caller, 0 if unknown. */
    public int pid() {
        return pid;
    }

    public boolean hasNodeid() {
        return hasNodeid;
    }

    /** The nodeid that it is about; unsigned. */
    public long nodeid() {
        return nodeid;
    }

    public boolean hasOtherNodeid() {
        return hasOtherNodeid;
    }

    /** LINK's oldnodeid, RENAME's newdir, COPY_FILE_RANGE's target; unsigned. */
    public long otherNodeid() {
        return otherNodeid;
    }

    public boolean hasFh() {
        return hasFh;
    }

    /** The open file that its request names. */
    public long fh() {
        return fh;
    }

    public boolean hasNlookup() {
        return hasNlookup;
    }

    /** How much a FORGET gives back; unsigned. */
    public long nlookup() {
        return nlookup;
    }

    /** Length of the request on the wire, 0 if unknown. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** The name in its directory; empty if unknown or none. */
    public byte[] name() {
        return name;
    }

    /** The second name; empty if unknown or none. */
    public byte[] secondName() {
        return secondName;
    }

    public boolean hasMessage() {
        return message.length > 0;
    }

    /** The whole request as it was sent, in this machine's byte order; empty if the capture does not have it. */
    public byte[] message() {
        return message;
    }

    /** What it was answered: 0 or a negative errno. */
    public int error() {
        return error;
    }

    /** Whether it is a LOOKUP that succeeded in finding that there is no such name: a negative entry. */
    public boolean isNegative() {
        return negative;
    }

    /** Length of the reply on the wire, 0 if unknown. */
    public long replySizeBytes() {
        return replySizeBytes;
    }

    public boolean hasNewFh() {
        return hasNewFh;
    }

    /** The open file that its reply hands out. */
    public long newFh() {
        return newFh;
    }

    /** The whole reply; empty if the capture does not have it. */
    public byte[] reply() {
        return reply;
    }

    /** What its reply hands out. */
    public List<Entry> entries() {
        return entries;
    }
}
