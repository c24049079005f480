// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Life;

/** Holds what the tool says that each superblock has of a nodeid against what the kernel's inodes have. */
final class KernelCounts {
    /** Nodeids of one session that are looked at. */
    private static final int NODEIDS_MAX = 3;

    private static final Comparator<Life.Held> ORDER =
            Comparator.comparing(Life.Held::sDev).thenComparing(Life.Held::count);

    private KernelCounts() {}

    /** The first nodeid of which it says something else, null if there is none. */
    static String complaint(Session.Played played) {
        for (long nodeid :
                played.world().exactNodeids().stream().limit(NODEIDS_MAX).toList()) {
            Life life = Oracle.of(played.files(), captures -> Analysis.explain(captures, nodeid))
                    .orElse(null);
            if (life == null || life.steps().isEmpty()) {
                return null; // no capture, as the verdict says
            }
            List<Life.Held> found =
                    sorted(life.steps().get(life.steps().size() - 1).superblockCounts());
            List<Life.Held> real = sorted(played.world().inodes(nodeid).stream()
                    .map(inode -> new Life.Held(inode.superblock.sDev, inode.nlookup))
                    .toList());
            if (!found.equals(real)) {
                return "of nodeid " + Long.toUnsignedString(nodeid) + " the superblocks hold " + real + ", and not "
                        + found;
            }
        }
        return null;
    }

    private static List<Life.Held> sorted(List<Life.Held> held) {
        List<Life.Held> sorted = new ArrayList<>(held);
        sorted.sort(ORDER);
        return sorted;
    }
}
