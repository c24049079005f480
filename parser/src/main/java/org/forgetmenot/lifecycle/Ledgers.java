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
     * @param watch follows one nodeid, null if none is asked for
     */
    public Ledgers(List<Stacks> stacks, IntPredicate countsExactly, boolean bothSides, @Nullable Watch watch) {
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
