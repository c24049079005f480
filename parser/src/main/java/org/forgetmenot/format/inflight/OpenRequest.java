// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.inflight;

import java.util.Arrays;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Text;
import org.forgetmenot.wire.Opcode;

/**
 * What is remembered of a request until its reply, and for logs whose lines do not all name their request, what these lines
 * told of it so far. Pooled by {@link RequestPool}.
 */
public final class OpenRequest {
    private static final byte[] EMPTY = {};

    /** Line of the request. */
    public long position;

    public long unique;
    private boolean hasOpcode;
    /** 0 if unknown. */
    public int opcode;

    public boolean hasNodeid;
    public long nodeid;
    public boolean hasTime;
    public long timeNs;
    /** Smaller of the protocol minors that an INIT shows, or -1. */
    public int protocolMinor;
    /** Length of the message, -1 if the line tells another length. */
    public long sizeBytes;
    /** An entry line was seen. */
    public boolean entrySeen;
    /** It is known what became of a FORGET. */
    public boolean settled;
    /** Last nodeid that was handed out for it. */
    public long lastNodeid;
    /** Items of a FORGET or BATCH_FORGET that were not heard of yet. */
    public long itemsLeft;
    /** Is the current request of a thread. */
    public boolean current;
    /** Waits for its reply in the table. */
    boolean inFlight;

    private byte[] name = EMPTY;
    private int nameLength;

    /** Forgets the last use and copies what the event of a request line tells. */
    void begin(Event request) {
        position = request.position();
        unique = request.unique();
        hasOpcode = request.hasOpcode();
        opcode = hasOpcode ? request.opcode() : 0;
        hasNodeid = request.hasNodeid();
        nodeid = request.nodeid();
        hasTime = request.hasTimeNs();
        timeNs = request.timeNs();
        sizeBytes = request.hasSizeBytes() ? request.sizeBytes() : -1;
        protocolMinor = -1;
        lastNodeid = 0;
        itemsLeft = 0;
        entrySeen = false;
        settled = false;
        current = false;
        inFlight = false;
        keepName(request.name());
    }

    public boolean is(Opcode wanted) {
        return opcode == wanted.number();
    }

    /** Whether it is a FORGET in the protocol's wide sense: it gives back and has no reply. */
    public boolean forgets() {
        return Opcode.forgets(opcode);
    }

    /** Whether a successful reply begins with an entry. */
    public boolean handsOutEntry() {
        return Opcode.handsOutEntry(opcode);
    }

    public void keepName(Text text) {
        nameLength = text.length();
        if (name.length < nameLength) {
            name = Arrays.copyOf(EMPTY, Math.max(32, nameLength));
        }
        System.arraycopy(text.bytes(), text.offset(), name, 0, nameLength);
    }

    public boolean hasName() {
        return nameLength > 0;
    }

    /** Whether its name is a text. */
    public boolean isNamed(Text text) {
        return Arrays.equals(name, 0, nameLength, text.bytes(), text.offset(), text.offset() + text.length());
    }

    private void putName(Event event) {
        event.name().set(name, 0, nameLength);
    }

    public void meetProtocolMinor(int minor) {
        protocolMinor = protocolMinor < 0 ? minor : Math.min(protocolMinor, minor);
    }

    /**
     * Takes note of an entry that it hands out, and tells the entry whose it is.
     *
     * @return false if the log only says it again: passthrough_ll and what grew out of it log the one entry of these twice
     */
    public boolean handsOut(Event entry) {
        if (entrySeen && (is(Opcode.MKDIR) || is(Opcode.MKNOD) || is(Opcode.SYMLINK))) {
            return false;
        }
        entrySeen = true;
        lastNodeid = entry.nodeid();
        entry.unique(unique);
        putOpcode(entry);
        return true;
    }

    /** Makes a FORGET, which the daemon did by itself while it worked on this request, what it is: an entry not handed out. */
    public void withdraws(Event forget) {
        long nodeid = forget.nodeid();
        long serverCount = forget.serverCount();
        long nlookup = forget.nlookup();
        forget.start(EventKind.ENTRY_WITHDRAWN, forget.position());
        forget.unique(unique).nodeid(nodeid).serverCount(serverCount).nlookup(nlookup);
    }

    /** Tells a reply what its request was. */
    public void describe(Event reply) {
        putOpcode(reply);
        if (hasNodeid) {
            reply.nodeid(nodeid);
        }
        if (protocolMinor >= 0) {
            reply.protocolMinor(protocolMinor);
        }
        putName(reply);
    }

    /** Tells an entry which request hands it out, in which directory and under which name. */
    public void describeEntry(Event entry) {
        entry.unique(unique);
        putOpcode(entry);
        if (hasNodeid) {
            entry.parent(nodeid);
        }
        putName(entry);
    }

    private void putOpcode(Event event) {
        if (hasOpcode) {
            event.opcode(opcode);
        }
    }
}
