// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.util.Set;

/** One kind of knowledge that a capture may or may not hold. What verdicts need is stated in these words. */
public enum Capability {
    /** When each event happened. */
    TIME("time"),
    /** Requests by opcode and nodeid. */
    REQUESTS("nodeids of requests"),
    /** {@code unique}, so that replies find their requests. */
    UNIQUE("uniques"),
    /** Who asked. */
    PID("pids"),
    /** File names. */
    NAMES("names"),
    /** The error of each reply. */
    ERRORS("errors"),
    /** The nodeid in replies that hand one out. */
    ENTRY_NODEIDS("nodeids of replies"),
    /** The entries of READDIRPLUS replies. */
    READDIRPLUS_ENTRIES("READDIRPLUS entries"),
    /** Generation, ino, type and SUBMOUNT flag of entries. */
    ATTRIBUTES("attributes"),
    /** That a nodeid was forgotten. */
    FORGETS("FORGETs"),
    /** By how much. */
    FORGET_COUNTS("FORGET counts"),
    /** Open file and directory handles. */
    HANDLES("file handles"),
    /** Whole messages as they travelled, so that their form can be checked. */
    MESSAGES("whole messages"),
    /** Superblocks and the inodes that they got. */
    SUPERBLOCKS("superblocks"),
    /** When superblocks let inodes go, and with how many lookups. */
    EVICTIONS("evictions of inodes"),
    /** Why the kernel sent a FORGET (a stack). */
    FORGET_CAUSES("causes of FORGETs");

    /** What must be shown so that the server's counts can be added up without a gap. */
    public static final Set<Capability> COUNTS = Set.of(ENTRY_NODEIDS, READDIRPLUS_ENTRIES, FORGET_COUNTS);

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** For people: "this capture has no …". */
    public String words() {
        return words;
    }
}
