// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.forgetmenot.wire.BatchForgetIn;
import org.forgetmenot.wire.ForgetOne;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;

/** Whether each BATCH_FORGET is what {@code fuse_read_batch_forget} makes: as many items as it says, none of them empty. */
public final class BatchBook {
    private static final int KEPT_MAX = 100;
    private static final long FIXED_BYTES = InHeader.BYTES + BatchForgetIn.BYTES;

    private final Kept<BatchForget> malformed = new Kept<>(KEPT_MAX);
    private final Place place = new Place();
    private boolean open;
    private long stated;
    private long room;
    private long emptyItems;

    /** A request came: the items of a BATCH_FORGET follow it, and end with the next. */
    void requested(Event event) {
        end();
        if (event.opcode() != Opcode.BATCH_FORGET.number() || !event.hasCount() || !event.hasSizeBytes()) {
            return;
        }
        long bytes = event.sizeBytes() - FIXED_BYTES;
        stated = event.count();
        room = bytes >= 0 && bytes % ForgetOne.BYTES == 0 ? bytes / ForgetOne.BYTES : -1;
        emptyItems = 0;
        open = true;
        place.set(event);
    }

    /** An item came. */
    void item(Event event) {
        if (open && (event.nodeid() == 0 || (event.hasNlookup() && event.nlookup() == 0))) {
            emptyItems++;
        }
    }

    /** Nothing more belongs to the last one. */
    void end() {
        if (open && (stated != room || emptyItems > 0)) {
            malformed.add(new BatchForget(place.mark(), stated, room, emptyItems));
        }
        open = false;
    }

    /** Those that are not well formed. */
    public Kept<BatchForget> malformed() {
        return malformed;
    }
}
