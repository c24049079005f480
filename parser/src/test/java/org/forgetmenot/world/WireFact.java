// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/**
 * Something that happens at the server.
 *
 * @param timeNs when it happens
 * @param loggedNs when a capture that notes a reply after it was written has it
 * @param thread of the server, from 0; 0 reads FORGETs
 * @param request null for FORGETs and notifications
 * @param reply null unless it was worked on or answered
 * @param forgotten what a FORGET or BATCH_FORGET gives back
 * @param notice null unless the server notifies
 */
record WireFact(
        Kind kind,
        long timeNs,
        long loggedNs,
        int thread,
        int connection,
        Request request,
        boolean resent,
        Reply reply,
        long unique,
        List<Forgotten> forgotten,
        Notice notice) {

    enum Kind {
        /** A request is read. */
        REQUEST,
        /** The server has done what it was asked: its counts have changed. */
        DONE,
        REPLY,
        /** FORGET, or BATCH_FORGET if there are several. */
        FORGET,
        NOTIFY
    }

    /**
     * One nodeid given back.
     *
     * @param before the server's count before, 0 if it does not know the nodeid
     */
    record Forgotten(long nodeid, long nlookup, long before) {}

    /** A notification: its code, the nodeids that it names and a name. */
    record Notice(int code, long nodeid, long child, String name) {}

    boolean isFromServer() {
        return kind == Kind.REPLY || kind == Kind.NOTIFY;
    }

    static WireFact request(long timeNs, int thread, Request request, boolean resent) {
        return new WireFact(
                Kind.REQUEST,
                timeNs,
                timeNs,
                thread,
                request.connection,
                request,
                resent,
                null,
                request.unique,
                List.of(),
                null);
    }

    static WireFact done(long timeNs, int thread, Request request, Reply reply) {
        return new WireFact(
                Kind.DONE,
                timeNs,
                timeNs,
                thread,
                request.connection,
                request,
                false,
                reply,
                request.unique,
                List.of(),
                null);
    }

    static WireFact reply(long timeNs, long loggedNs, int thread, Request request, Reply reply) {
        return new WireFact(
                Kind.REPLY,
                timeNs,
                loggedNs,
                thread,
                request.connection,
                request,
                request.resent,
                reply,
                request.unique,
                List.of(),
                null);
    }

    static WireFact forget(long timeNs, int connection, long unique, List<Forgotten> forgotten) {
        return new WireFact(
                Kind.FORGET, timeNs, timeNs, 0, connection, null, false, null, unique, List.copyOf(forgotten), null);
    }

    static WireFact notify(long timeNs, int connection, Notice notice) {
        return new WireFact(Kind.NOTIFY, timeNs, timeNs, 1, connection, null, false, null, 0, List.of(), notice);
    }

    @Override
    public String toString() {
        return timeNs + " " + kind + " unique " + unique + (request == null ? "" : " " + request)
                + (reply == null ? "" : " -> " + reply) + (forgotten.isEmpty() ? "" : " " + forgotten)
                + (notice == null ? "" : " " + notice);
    }
}
