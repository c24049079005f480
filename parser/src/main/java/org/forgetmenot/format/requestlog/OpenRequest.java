// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.requestlog;

import java.util.Arrays;
import org.forgetmenot.event.Event;

/** What is remembered of a request until its reply. */
public final class OpenRequest {
    private static final byte[] EMPTY = {};

    private long unique;
    private int opcode;
    private boolean hasOpcode;
    private boolean hasNodeid;
    private long nodeid;
    private byte[] name = EMPTY;
    private int nameLength;

    void begin(Event request) {
        unique = request.unique();
        hasOpcode = request.hasOpcode();
        opcode = request.opcode();
        hasNodeid = request.hasNodeid();
        nodeid = request.nodeid();
        nameLength = request.name().length();
        if (name.length < nameLength) {
            name = Arrays.copyOf(EMPTY, Math.max(32, nameLength));
        }
        System.arraycopy(request.name().bytes(), request.name().offset(), name, 0, nameLength);
    }

    long unique() {
        return unique;
    }

    /** Its opcode, 0 if unknown. */
    public int opcode() {
        return hasOpcode ? opcode : 0;
    }

    /** Tells a reply what its request was. */
    void describeReply(Event reply) {
        if (hasOpcode) {
            reply.opcode(opcode);
        }
        if (hasNodeid) {
            reply.nodeid(nodeid);
        }
        reply.name().set(name, 0, nameLength);
    }

    /** Tells an entry in which directory and under which name it was found. */
    void describeEntry(Event entry) {
        if (hasOpcode) {
            entry.opcode(opcode);
        }
        if (hasNodeid) {
            entry.parent(nodeid);
        }
        entry.name().set(name, 0, nameLength);
    }
}
