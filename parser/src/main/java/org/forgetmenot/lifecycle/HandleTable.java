// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * The server's open files and directories: one more for each successful OPEN, OPENDIR, CREATE or TMPFILE, one less for each
 * RELEASE or RELEASEDIR. A server may give one {@code fh} to several opens (many answer 0 to all), so each is counted.
 */
public final class HandleTable {
    private final Long2IntOpenHashMap opens = new Long2IntOpenHashMap();
    private long seen;
    private long open;
    private long peakOpen;

    /** A reply handed out a handle. */
    void opened(long fh) {
        opens.addTo(fh, 1);
        seen++;
        open++;
        peakOpen = Math.max(peakOpen, open);
    }

    /** A request gives a handle back; one from before the capture is not known. */
    void released(long fh) {
        int count = opens.get(fh);
        if (count > 0) {
            open--;
            if (count == 1) {
                opens.remove(fh);
            } else {
                opens.put(fh, count - 1);
            }
        }
    }

    /** The connection ended: the server closes what is left. */
    void clear() {
        opens.clear();
        opens.trim();
    }

    /** Opens seen in all. */
    public long seen() {
        return seen;
    }

    /** Opens that no RELEASE gave back, as it was at the end. */
    public long open() {
        return open;
    }

    /** Most opens at one time. */
    public long peakOpen() {
        return peakOpen;
    }
}
