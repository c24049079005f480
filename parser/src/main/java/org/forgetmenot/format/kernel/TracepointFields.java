// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;

/** What the fields of the kernel's own {@code fuse_request_send/end} and of MediaTek's tracepoints mean, by their names in the event's format. */
public final class TracepointFields {
    private TracepointFields() {}

    /** Sets a request's unique; virtio-fs assigns it later and shows 0 here, and bit 63 only marks a resend. */
    public static void unique(long value, Event event) {
        if (value != 0) {
            event.unique(value & Long.MAX_VALUE);
        }
    }

    /** Sets the field of an event that a field of the record means; others are left alone. */
    public static void assign(String field, long value, Event event) {
        switch (field) {
            case "connection" -> event.connection(value);
            case "unique" -> unique(value, event);
            case "opcode" -> event.opcode((int) value);
            case "len" -> event.sizeBytes(value);
            case "nodeid" -> event.nodeid(value);
            case "nlookup" -> {
                if (event.kind() == EventKind.KERNEL_FORGET) { // else what an inode had before
                    event.nlookup(value);
                }
            }
            case "error" -> event.error((int) value);
            default -> {}
        }
    }
}
