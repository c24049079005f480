// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.HashMap;
import java.util.Map;

/**
 * The counts as somebody adds them up who sees requests and replies go by: an entry counts when its reply is written, later
 * than the server counted it. Where such a count falls to 0 the server may well have let the node go, and may do with its
 * nodeid what it likes.
 */
final class ShownCounts {
    private static final class Shown {
        long count;
        /** When the last FORGET went by, 0 if none did. */
        long goneAt;
        /** Its life began with the reply to a request that was read before the last FORGET of the life before. */
        boolean raced;
        /** The last reply that handed it out was a listing. */
        boolean listed;
        /** How often a FORGET of 1 was the next that happened to it after that. */
        long listedAndGivenBack;
    }

    private final Map<Long, Shown> nodeids = new HashMap<>();
    private long now;

    private Shown of(long nodeid) {
        return nodeids.computeIfAbsent(nodeid, n -> new Shown());
    }

    /** A request goes by. */
    void read(Request request) {
        request.readAt = ++now;
    }

    /** A reply goes by. */
    void replied(Request request, Reply reply) {
        if (request.opcode.countsEntry() && reply.entry() != null) {
            handedOut(request, reply.entry(), false);
        }
        for (Reply.Named named : reply.entries()) {
            if (!named.name().startsWith(".")) {
                handedOut(request, named.entry(), true);
            }
        }
    }

    private void handedOut(Request request, EntryReply entry, boolean listed) {
        Shown shown = of(entry.nodeid());
        if (shown.count <= 0) {
            shown.raced = request.readAt < shown.goneAt;
            if (shown.count == 0 || !shown.raced) { // else the last FORGET took this one, too
                shown.listedAndGivenBack = 0;
                shown.count = 0;
            }
        }
        shown.count++;
        shown.listed = listed;
    }

    /** A FORGET goes by; whether nothing is left. */
    boolean forgotten(long nodeid, long nlookup) {
        Shown shown = of(nodeid);
        shown.listedAndGivenBack += shown.listed && nlookup == 1 ? 1 : 0;
        shown.listed = false;
        shown.count -= nlookup;
        shown.goneAt = ++now;
        return shown.count <= 0;
    }

    boolean counts(long nodeid) {
        return of(nodeid).count > 0;
    }

    /** Whether all that was handed out has been given back. */
    boolean isGivenBack(long nodeid) {
        Shown shown = of(nodeid);
        return shown.goneAt > 0 && shown.count <= 0;
    }

    /** Whether it was handed out while its last FORGET was on its way. */
    boolean isRaced(long nodeid) {
        return of(nodeid).raced;
    }

    /** Whether what was given back too much are entries of listings that had been given back at once. */
    boolean isListedTwice(long nodeid) {
        Shown shown = of(nodeid);
        return shown.listedAndGivenBack > 0 && shown.listedAndGivenBack == -shown.count;
    }
}
