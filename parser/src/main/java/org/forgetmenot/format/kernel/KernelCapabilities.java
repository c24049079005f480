// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;

/** What a capture taken in the kernel can hold, and what one really held, judged by its events. */
public final class KernelCapabilities {
    private final EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    private boolean sawTime;
    private boolean sawUnique;
    private boolean sawAttributes;
    private boolean sawSuperblock;
    private boolean sawForgetCount;

    /** What kprobe events and tracepoints on fuse functions can hold at best. */
    public static Set<Capability> atBest() {
        return EnumSet.of(
                Capability.TIME,
                Capability.REQUESTS,
                Capability.UNIQUE,
                Capability.PID,
                Capability.ERRORS,
                Capability.ENTRY_NODEIDS,
                Capability.ATTRIBUTES,
                Capability.FORGETS,
                Capability.FORGET_COUNTS,
                Capability.SUPERBLOCKS,
                Capability.EVICTIONS,
                Capability.FORGET_CAUSES);
    }

    /** Takes note of an event that the reader gives. */
    public void saw(Event event) {
        kinds.add(event.kind());
        sawTime |= event.hasTimeNs();
        sawUnique |= event.hasUnique();
        sawAttributes |= event.hasMode() || event.hasAttrFlags();
        sawSuperblock |= event.hasSuperblock();
        sawForgetCount |= event.kind() == EventKind.KERNEL_FORGET && event.hasNlookup();
    }

    public Set<Capability> capabilities() {
        EnumSet<Capability> held = EnumSet.noneOf(Capability.class);
        if (sawTime) {
            held.add(Capability.TIME);
        }
        if (!kinds.isEmpty()) {
            held.add(Capability.PID);
        }
        if (sawUnique) {
            held.add(Capability.UNIQUE);
        }
        if (kinds.contains(EventKind.KERNEL_REQUEST) || kinds.contains(EventKind.KERNEL_REQUEST_BACKGROUND)) {
            held.add(Capability.REQUESTS);
        }
        if (kinds.contains(EventKind.KERNEL_REQUEST_RETURN) || kinds.contains(EventKind.KERNEL_END)) {
            held.add(Capability.ERRORS);
        }
        if (kinds.contains(EventKind.KERNEL_IGET)) {
            held.add(Capability.ENTRY_NODEIDS);
        }
        if (sawAttributes) {
            held.add(Capability.ATTRIBUTES);
        }
        if (sawSuperblock) {
            held.add(Capability.SUPERBLOCKS);
        }
        if (kinds.contains(EventKind.KERNEL_EVICT)) {
            held.add(Capability.EVICTIONS);
        }
        if (kinds.contains(EventKind.KERNEL_FORGET)) {
            held.add(Capability.FORGETS);
        }
        if (sawForgetCount) {
            held.add(Capability.FORGET_COUNTS);
        }
        if (kinds.contains(EventKind.KERNEL_STACK)) {
            held.add(Capability.FORGET_CAUSES);
        }
        return held;
    }
}
