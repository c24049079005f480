// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.forgetmenot.format.Capability;

/** Every class of finding, and what a capture must hold so that it can be judged. */
public enum FindingCode {
    /** The server's count of a nodeid fell to 0 while another superblock still held it. */
    FORGET_BEFORE_LAST_USE(
            "%s was forgotten while another superblock still held it",
            EnumSet.of(Capability.SUPERBLOCKS, Capability.EVICTIONS, Capability.FORGETS)),
    /** A request names a nodeid whose count is 0, and no race explains it. */
    USE_AFTER_FORGET(
            "%s was used after its last FORGET",
            EnumSet.of(Capability.REQUESTS, Capability.ENTRY_NODEIDS, Capability.FORGET_COUNTS)),
    /** More was forgotten than was ever looked up. */
    OVER_FORGET(
            "more of %s was forgotten than was looked up",
            EnumSet.of(Capability.ENTRY_NODEIDS, Capability.READDIRPLUS_ENTRIES, Capability.FORGET_COUNTS)),
    /** The server does not know a nodeid whose count is above 0. */
    SERVER_DROPPED_LIVE_NODE(
            "the server dropped %s, which the kernel still counts",
            EnumSet.of(Capability.REQUESTS, Capability.ERRORS, Capability.ENTRY_NODEIDS, Capability.FORGET_COUNTS)),
    /** Counts left at the end: information, never an error by itself. */
    RESIDUAL_AT_UNMOUNT(
            "counts were left at the unmount", EnumSet.of(Capability.ENTRY_NODEIDS, Capability.FORGET_COUNTS));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Set.copyOf
    private final Set<Capability> needs;

    FindingCode(String title, Set<Capability> needs) {
        this.title = title;
        this.needs = Set.copyOf(needs);
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

    /** What a capture must hold so that this class can be judged from it. */
    public Set<Capability> needs() {
        return needs;
    }
}
