// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

/** How many nodeid epochs a ledger met, holds now, and held at most. */
public final class NodeTotals {
    private long seen;
    private long live;
    private long peakLive;

    void begin() {
        seen++;
        live++;
        peakLive = Math.max(peakLive, live);
    }

    void end() {
        live--;
    }

    void endAll(long epochs) {
        live -= epochs;
    }

    public long seen() {
        return seen;
    }

    public long live() {
        return live;
    }

    public long peakLive() {
        return peakLive;
    }
}
