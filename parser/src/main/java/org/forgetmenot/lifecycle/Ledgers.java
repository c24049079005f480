// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.List;
import java.util.function.IntPredicate;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.Stacks;
import org.jspecify.annotations.Nullable;

/** Both ledgers of one run, held against each other where captures of both sides were given. */
public final class Ledgers {
    private final KernelLedger kernel;
    private final ServerLedger server;
    private final @Nullable TwoViews views;

    /**
     * @param stacks of each capture, by its index
     * @param countsExactly tells of each capture, by its index, whether it has shown every count of the server so far
     * @param bothSides whether the captures show both the kernel and the server of one run
     * @param watch follows nodeids, if any are asked for
     */
    public Ledgers(List<Stacks> stacks, IntPredicate countsExactly, boolean bothSides, Watch watch) {
        kernel = new KernelLedger(stacks, watch);
        server = new ServerLedger(countsExactly, watch);
        views = bothSides ? new TwoViews(server) : null;
    }

    /** Takes one event in. */
    public void accept(Event event) {
        if (event.kind() == EventKind.LOST) {
            kernel.accept(event);
            server.accept(event);
        } else if (event.kind().isKernel()) {
            kernel.accept(event);
            if (views != null) {
                views.kernel(event, kernel);
            }
        } else {
            server.accept(event);
            if (views != null) {
                views.server(event);
            }
        }
    }

    /** The captures are over. */
    public void finish() {
        server.finish();
        if (views != null) {
            views.finish();
        }
    }

    /**
     * The server's count of the nodeid that the event just taken in names; null if it is not known.
     *
     * <p>From the kernel's side it is what the kernel still owes, as far as its doings show.
     */
    public @Nullable Long count(Event event) {
        if (event.kind().isKernel()) {
            Epoch epoch = kernel.known(event.nodeid());
            return epoch == null ? 0L : epoch.count();
        }
        Epoch epoch = server.live(event);
        return epoch == null ? (Long) 0L : epoch.isExact() ? (Long) epoch.count() : null;
    }

    /** The path of the nodeid that the event just taken in names, as far as names were seen; null if none was. */
    public @Nullable String path(Event event) {
        Epoch epoch = event.kind().isKernel() ? null : server.live(event);
        return epoch == null ? null : epoch.path();
    }

    /** Files and directories that the server has open, over all connections; 0 where the capture shows none. */
    public long openHandles() {
        return server.openHandles();
    }

    /** Nodeids that the server counts: what its own side shows, or else the kernel's. */
    public NodeTotals totals() {
        return server.totals().seen() > 0 ? server.totals() : kernel.totals();
    }

    /** FORGETs that only one side of the run saw; none where one side is missing or has lost events. */
    public List<Drift> drifts() {
        return views == null
                        || kernel.isLossy()
                        || server.isLossy()
                        || server.sessions().size() != 1
                ? List.of()
                : views.drifts().certain();
    }

    public KernelLedger kernel() {
        return kernel;
    }

    public ServerLedger server() {
        return server;
    }
}
