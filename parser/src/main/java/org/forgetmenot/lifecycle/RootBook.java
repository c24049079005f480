// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What happens when the kernel gives the root back, as it does at every unmount (fuse_evict_inode): the server must not
 * drop it, for the root has a count that no reply gave.
 */
public final class RootBook {
    private @Nullable Mark forgotten;
    private long nlookup;
    private long forgottenOrder;
    private final Kept<Sighting> refused = new Kept<>(Drop.USES_MAX);
    private long served;

    void forgotten(Event event, long order, TaskNames tasks) {
        if (forgotten == null) {
            forgotten = new Mark(event, tasks);
            forgottenOrder = order;
            nlookup = event.hasNlookup() ? event.nlookup() : 0;
        }
    }

    /** A request for the root was answered. */
    void answered(Flight flight, int error) {
        if (forgotten == null || flight.order < forgottenOrder || !Answers.resolvesNodeid(flight.opcode)) {
            return;
        }
        if (!flight.hasFh && Answers.saysUnknown(flight.opcode, error)) {
            refused.add(new Sighting(flight.place.mark(), flight.opcode, flight.nodeid, error));
        } else if (Answers.provesKnown(flight.opcode, error)) {
            served++;
        }
    }

    /** The first FORGET of the root, null if there was none. */
    public @Nullable Mark forgotten() {
        return forgotten;
    }

    /** What that FORGET gave back, 0 if unknown. */
    public long nlookup() {
        return nlookup;
    }

    /** Requests for the root that the server refused afterwards. */
    public Kept<Sighting> refused() {
        return refused;
    }

    /** Requests for the root that the server served afterwards. */
    public long served() {
        return served;
    }
}
