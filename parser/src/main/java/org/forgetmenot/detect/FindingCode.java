// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import static org.forgetmenot.format.Capability.ATTRIBUTES;
import static org.forgetmenot.format.Capability.ENTRY_NODEIDS;
import static org.forgetmenot.format.Capability.ERRORS;
import static org.forgetmenot.format.Capability.EVICTIONS;
import static org.forgetmenot.format.Capability.FORGETS;
import static org.forgetmenot.format.Capability.FORGET_COUNTS;
import static org.forgetmenot.format.Capability.HANDLES;
import static org.forgetmenot.format.Capability.MESSAGES;
import static org.forgetmenot.format.Capability.NAMES;
import static org.forgetmenot.format.Capability.READDIRPLUS_ENTRIES;
import static org.forgetmenot.format.Capability.REQUESTS;
import static org.forgetmenot.format.Capability.SUPERBLOCKS;
import static org.forgetmenot.format.Capability.TIME;
import static org.forgetmenot.format.Capability.UNIQUE;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forgetmenot.format.Capability;

/** Every class of finding, and what a capture must hold so that it can be judged. */
public enum FindingCode {
    /** The server's count of a nodeid fell to 0 while another superblock still held it. */
    FORGET_BEFORE_LAST_USE(
            "%s was forgotten while another superblock still held it", needs(SUPERBLOCKS, EVICTIONS, FORGETS)),
    /** A request names a nodeid whose count is 0, and no race explains it. */
    USE_AFTER_FORGET("%s was used after its last FORGET", needs(REQUESTS, ENTRY_NODEIDS, FORGET_COUNTS)),
    /** More was forgotten than was ever looked up. */
    OVER_FORGET(
            "more of %s was forgotten than was looked up", needs(ENTRY_NODEIDS, READDIRPLUS_ENTRIES, FORGET_COUNTS)),
    /** An over-forget that begins with an entry of READDIRPLUS. */
    READDIRPLUS_MISCOUNT(
            "a READDIRPLUS entry of %s was given back twice", needs(ENTRY_NODEIDS, READDIRPLUS_ENTRIES, FORGET_COUNTS)),
    /** The server does not know a nodeid whose count is above 0. */
    SERVER_DROPPED_LIVE_NODE(
            "the server dropped %s, which the kernel still counts",
            needs(REQUESTS, ERRORS, ENTRY_NODEIDS, FORGET_COUNTS)),
    /** A reply hands out a nodeid whose last FORGET is on its way. */
    LOOKUP_FORGET_RACE(
            "%s was handed out again while its FORGET was on the way",
            needs(REQUESTS, UNIQUE, ENTRY_NODEIDS, READDIRPLUS_ENTRIES, FORGET_COUNTS)),
    /** A counted nodeid is handed out for another file. */
    NODEID_REUSED_SAME_GENERATION(
            "%s was given to another file while it was still counted",
            needs(NAMES, ENTRY_NODEIDS, READDIRPLUS_ENTRIES, ATTRIBUTES, FORGET_COUNTS)),
    /** A counted nodeid changes its file type. */
    TYPE_CHANGED(
            "%s became a file of another type", needs(ENTRY_NODEIDS, READDIRPLUS_ENTRIES, ATTRIBUTES, FORGET_COUNTS)),
    /** Each LOOKUP of one name answers another generation. */
    GENERATION_FLAP("the generation of %s changes at each LOOKUP", needs(NAMES, ENTRY_NODEIDS, ATTRIBUTES)),
    /** Each LOOKUP of one name answers another nodeid. */
    NODEID_FLAP("each LOOKUP of one file hands out another nodeid", needs(NAMES, ENTRY_NODEIDS, ATTRIBUTES)),
    /** Two counted nodeids have one ino and are not one file. */
    INO_COLLISION("%s has the ino of another file", needs(NAMES, ENTRY_NODEIDS, ATTRIBUTES)),
    /** Counts that nothing gives back. */
    LOOKUP_LEAK("lookups are counted that nothing gives back", needs(ENTRY_NODEIDS, FORGET_COUNTS)),
    /** The server dropped the root when the kernel gave it back. */
    ROOT_FORGOTTEN("the root was forgotten", needs(REQUESTS, UNIQUE, ERRORS, FORGETS)),
    /** A FORGET was answered. */
    FORGET_ANSWERED("a FORGET was answered", needs(REQUESTS, UNIQUE, ERRORS, FORGETS)),
    /** A request was never answered. */
    UNANSWERED_REQUEST("a request was never answered", needs(TIME, REQUESTS, UNIQUE, ERRORS)),
    /** A request was answered twice. */
    DUPLICATE_REPLY("a request was answered twice", needs(REQUESTS, UNIQUE, ERRORS)),
    /** A BATCH_FORGET whose count does not fit its length, or with an empty item. */
    BATCH_FORGET_MALFORMED("a BATCH_FORGET is malformed", needs(MESSAGES)),
    /** A request names a handle after its RELEASE. */
    HANDLE_AFTER_RELEASE("a file handle was used after its RELEASE", needs(REQUESTS, UNIQUE, HANDLES)),
    /** A handle is released twice. */
    HANDLE_DOUBLE_RELEASE("a file handle was released twice", needs(REQUESTS, UNIQUE, HANDLES)),
    /** Handles that nothing released. */
    HANDLE_LEAK("file handles were never released", needs(REQUESTS, UNIQUE, HANDLES)),
    /** The kernel's ledger and the server's disagree. */
    LEDGER_DRIFT("the kernel and the server do not agree about %s", needs(SUPERBLOCKS, FORGETS)),
    /** Counts left at the end: information, never an error by itself. */
    RESIDUAL_AT_UNMOUNT("counts were left at the unmount", needs(ENTRY_NODEIDS, FORGET_COUNTS));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<Capability> needs;

    FindingCode(String title, Set<Capability> needs) {
        this.title = title;
        this.needs = needs;
    }

    private static Set<Capability> needs(Capability... capabilities) {
        return Set.copyOf(List.of(capabilities));
    }

    /** The stable name in JSON, such as {@code forget-before-last-use}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people: what happened to some nodeid. */
    public String title() {
        return of("a nodeid");
    }

    /**
     * For people: what happened.
     *
     * @param nodeid to whom, such as "nodeid 3 (/ctr/rootfs)"
     */
    public String of(String nodeid) {
        return title.replace("%s", nodeid);
    }

    /**
     * Whether it is found only where requests and FORGETs come to the server: on the kernel's side a FORGET says nothing of
     * what else it has of a nodeid.
     */
    public boolean isSeenAtServer() {
        return this == USE_AFTER_FORGET || this == SERVER_DROPPED_LIVE_NODE || this == RESIDUAL_AT_UNMOUNT;
    }

    /** Whether it tells of a nodeid that was forgotten while somebody had use for it. */
    public boolean isOfForgotten() {
        return this == FORGET_BEFORE_LAST_USE || this == USE_AFTER_FORGET;
    }

    /** What a capture must hold so that this class can be judged from it. */
    public Set<Capability> needs() {
        return needs;
    }
}
