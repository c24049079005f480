// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.virtiofsd;

import org.forgetmenot.format.Cursor;

/** The lines of the C virtiofsd that are its own and tell no event. */
final class Chatter {
    private Chatter() {}

    /** Whether the body at the cursor, its leading spaces passed, is such a line. */
    static boolean isKnown(Cursor body) {
        return switch (body.peek()) {
            case 'f' -> body.skip("fv_") || body.skip("flags") || body.skip("fuse");
            case 'v' -> body.skip("virtio_") || body.skip("vu_");
            case 'l' -> body.skip("lo_");
            case 'm' -> body.skip("max_") || body.skip("map_");
            case 't' -> body.skip("time_gran=");
            case 'c' -> body.skip("congestion_threshold=");
            case 's' -> body.skip("stop_all_queues:") || body.skip("setup_");
            case 'I' -> body.skip("INIT: ");
            default -> false;
        };
    }
}
