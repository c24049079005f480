// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.forgetmenot.lifecycle.Superblock;
import org.forgetmenot.lifecycle.Watch;
import org.jspecify.annotations.Nullable;

/** When one superblock held a nodeid, and with how many lookups of its own. */
final class LaneBook {
    /** Holdings kept; of more, neighbours are put together. */
    private static final int HOLDINGS_MAX = 1024;

    private final Superblock superblock;
    private final int index;
    private final List<Timeline.Holding> holdings = new ArrayList<>();
    private boolean root;
    private boolean holding;
    private long since;
    private @Nullable Long count;
    private boolean forgotten;
    private long seen;

    LaneBook(Superblock superblock, int index) {
        this.superblock = superblock;
        this.index = index;
    }

    int index() {
        return index;
    }

    /**
     * It holds the nodeid now.
     *
     * @param step number of the step that shows it
     */
    void holds(long now, Watch.Held held, long step) {
        if (step == seen) {
            return; // of two inodes for one nodeid the first is the one that lives
        }
        seen = step;
        root |= held.root();
        if (holding && Objects.equals(held.known(), count) && held.forgotten() == forgotten) {
            return;
        }
        close(now, false);
        holding = true;
        since = now;
        count = held.known();
        forgotten = held.forgotten();
    }

    /** Its inode goes, and says what it had: it had that all the while, whatever could be seen. */
    void had(long nlookup) {
        if (holding && !forgotten) {
            count = nlookup;
        }
    }

    /** It holds the nodeid no more, unless that step showed that it does. */
    void letsGoUnless(long step, long now) {
        if (seen != step) {
            close(now, false);
        }
    }

    void end(long now) {
        close(now, superblock.killed() == null);
    }

    private void close(long now, boolean open) {
        if (holding) {
            holdings.add(new Timeline.Holding(since, now, count, forgotten, open, 1));
            holding = false;
        }
        if (holdings.size() > HOLDINGS_MAX) {
            shorten(false);
        }
        if (holdings.size() > HOLDINGS_MAX) {
            shorten(true);
        }
    }

    /** Puts each holding together with its neighbour, if both or neither are of what was forgotten, or else too. */
    private void shorten(boolean all) {
        List<Timeline.Holding> before = List.copyOf(holdings);
        holdings.clear();
        for (int i = 0; i < before.size(); i++) {
            Timeline.Holding one = before.get(i);
            if (i + 1 < before.size()
                    && (all || one.forgotten() == before.get(i + 1).forgotten())) {
                i++;
                holdings.add(together(one, before.get(i)));
            } else {
                holdings.add(one);
            }
        }
    }

    private static Timeline.Holding together(Timeline.Holding a, Timeline.Holding b) {
        return new Timeline.Holding(
                a.from(),
                b.to(),
                a.count() == null || b.count() == null ? null : (Long) Math.max(a.count(), b.count()),
                a.forgotten() || b.forgotten(),
                b.open(),
                a.times() + b.times());
    }

    Timeline.Lane lane() {
        return new Timeline.Lane(Lives.sDev(superblock), superblock.isSubmount(), root, List.copyOf(holdings));
    }
}
