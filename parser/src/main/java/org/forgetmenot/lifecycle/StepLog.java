// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.forgetmenot.event.ForgetCause;
import org.jspecify.annotations.Nullable;

/**
 * The steps of every nodeid, packed and in bounded memory: of which nodeids they are wanted shows at the end. Where there is no
 * more room, the oldest go.
 */
final class StepLog {
    private static final int PAGE_BYTES = 1 << 20;
    /** Of the nodeids that are not whole. */
    private static final int HASH_BITS = 23;

    private static final byte[] NO_PATH = {};

    /** Is told of a step, which is valid until the next. */
    interface Listener {
        void step(long nodeid, StepDraft step);
    }

    private final StepPage.Objects objects = new StepPage.Objects();
    private final List<StepPage> pages = new ArrayList<>();
    private final long roomBytes;
    private long bytes;
    private @Nullable StepPage last;
    private int pagesGone;
    /** Nodeids that are not whole; to be sure, others that look like them are not, either. */
    private final NodeidFilter parts = new NodeidFilter(HASH_BITS);

    /** @param roomBytes memory to take, about */
    StepLog(long roomBytes) {
        this.roomBytes = roomBytes;
    }

    /**
     * Adds a step.
     *
     * @return where its cause goes, if it is a FORGET that the kernel's side shows; else without meaning
     */
    long add(long nodeid, StepDraft step) {
        byte[] path = path(step);
        int most = StepPage.bytesMax(step, path);
        StepPage page = last != null && last.bytesLeft() >= most ? last : turn(most);
        if (!page.write(nodeid, step, path)) {
            parts.add(nodeid);
        }
        return (long) (pagesGone + pages.size() - 1) << Integer.SIZE | page.causeAt();
    }

    /** The path, once for each life. */
    private static byte[] path(StepDraft step) {
        if (step.epoch == null || step.epoch.isPathTold()) {
            return NO_PATH;
        }
        String path = step.path();
        if (path == null) {
            return NO_PATH;
        }
        step.epoch.tellPath();
        return path.getBytes(StandardCharsets.UTF_8);
    }

    private StepPage turn(int most) {
        StepPage page = new StepPage(Math.max(PAGE_BYTES, most), objects);
        pages.add(page);
        last = page;
        bytes += page.size();
        while (bytes > roomBytes && pages.size() > 1) {
            StepPage oldest = pages.remove(0);
            bytes -= oldest.size();
            pagesGone++;
            read(oldest, nodeid -> false, (nodeid, step) -> parts.add(nodeid));
        }
        return page;
    }

    /**
     * Reads a page.
     *
     * @param whole tells of nodeids whether path and holders are wanted, too
     */
    private static void read(StepPage page, LongPredicate whole, Listener listener) {
        StepDraft step = new StepDraft();
        for (StepReader reader = page.reader(); reader.hasNext(); ) {
            reader.next(step, whole);
            listener.step(reader.nodeid(), step);
        }
    }

    /**
     * Why a FORGET was sent.
     *
     * @param place what {@link #add} returned
     */
    void cause(long place, ForgetCause cause) {
        int page = (int) (place >>> Integer.SIZE) - pagesGone;
        if (page >= 0) {
            pages.get(page).cause((int) place, cause);
        }
    }

    /** Whether every step of a nodeid is here, if there were any. */
    boolean isWhole(long nodeid) {
        return !parts.mayHave(nodeid);
    }

    /** Tells the steps of some nodeids again. */
    void tell(LongSet nodeids, Listener listener) {
        for (StepPage page : pages) {
            if (nodeids.longStream().anyMatch(page::mayHave)) {
                read(page, nodeids::contains, (nodeid, step) -> {
                    if (nodeids.contains(nodeid)) {
                        listener.step(nodeid, step);
                    }
                });
            }
        }
    }

    /** The nodeid, not the root, with the most lookups and uses; empty if none was looked up. */
    OptionalLong busiest() {
        Long2LongOpenHashMap met = new Long2LongOpenHashMap();
        LongOpenHashSet lookedUp = new LongOpenHashSet();
        for (StepPage page : pages) {
            read(page, nodeid -> false, (nodeid, step) -> {
                switch (step.kind) {
                    case LOOKUP -> {
                        met.addTo(nodeid, 1);
                        lookedUp.add(nodeid);
                    }
                    case USED, USED_FORGOTTEN -> met.addTo(nodeid, 1);
                    default -> {}
                }
            });
        }
        long busiest = 0;
        long most = 0;
        for (Long2LongMap.Entry entry : met.long2LongEntrySet()) {
            long nodeid = entry.getLongKey();
            if (entry.getLongValue() > most && nodeid != KernelConnection.ROOT && lookedUp.contains(nodeid)) {
                busiest = nodeid;
                most = entry.getLongValue();
            }
        }
        return most == 0 ? OptionalLong.empty() : OptionalLong.of(busiest);
    }
}
