// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.libfuselog;

import java.util.Arrays;
import org.forgetmenot.event.Event;

/** What is remembered of a request until its reply: pooled by {@link RequestPool}. */
public final class OpenRequest {
    private static final byte[] EMPTY = {};

    /** Line of the request. */
    public long position;

    public long unique;
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
        opcode = request.opcode();
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
        nameLength = 0;
    }

    public void keepName(byte[] bytes, int start, int end) {
        nameLength = end - start;
        if (name.length < nameLength) {
            name = Arrays.copyOf(EMPTY, Math.max(32, nameLength));
        }
        System.arraycopy(bytes, start, name, 0, nameLength);
    }

    public boolean hasName() {
        return nameLength > 0;
    }

    /** Whether its name is the bytes of a range. */
    public boolean isNamed(byte[] bytes, int start, int end) {
        return Arrays.equals(name, 0, nameLength, bytes, start, end);
    }

    /** Tells an event the name. */
    public void putName(Event event) {
        event.name().set(name, 0, nameLength);
    }

    public void meetProtocolMinor(int minor) {
        protocolMinor = protocolMinor < 0 ? minor : Math.min(protocolMinor, minor);
    }

    /** Tells a reply what its request was. */
    public void describe(Event reply) {
        reply.opcode(opcode);
        if (hasNodeid) {
            reply.nodeid(nodeid);
        }
        if (protocolMinor >= 0) {
            reply.protocolMinor(protocolMinor);
        }
        putName(reply);
    }
}
