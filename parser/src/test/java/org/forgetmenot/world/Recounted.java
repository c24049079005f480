// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The same run as each kernel would have counted it: whatever happens to mount points and submounts happens to a second
 * inode for each {@link CountPolicy}, too, with a server that counts for it.
 */
final class Recounted {
    /** One way to count. */
    static final class Run {
        private final Map<SimInode, SimInode> inodes = new HashMap<>();
        private final Map<Long, Long> counts = new HashMap<>();
        private final Set<SimInode> orphans = new HashSet<>();
        private final Set<Long> dropped = new HashSet<>();
        private final Set<Long> usedAfter = new HashSet<>();

        /** Nodeids that the server dropped while a submount that was mounted had one for its root. */
        Set<Long> dropped() {
            return dropped;
        }

        /** Those of them that such a submount used afterwards. */
        Set<Long> usedAfter() {
            return usedAfter;
        }

        private SimInode twin(SimInode inode) {
            return inodes.computeIfAbsent(
                    inode,
                    i -> new SimInode(i.superblock, i.nodeid, i.generation, i.mode, i.pointer, i.mountPoint, i.root));
        }

        private void count(long nodeid, long lookups) {
            counts.merge(nodeid, lookups, (a, b) -> Math.max(0, a + b));
        }
    }

    private final Map<CountPolicy, Run> runs = new EnumMap<>(CountPolicy.class);

    Recounted() {
        List.of(CountPolicy.values()).forEach(policy -> runs.put(policy, new Run()));
    }

    Run under(CountPolicy policy) {
        return runs.get(policy);
    }

    /** A reply handed out a mount point, and an inode was got for it. */
    void got(SimInode mountPoint) {
        runs.forEach((policy, run) -> {
            policy.got(run.twin(mountPoint));
            run.count(mountPoint.nodeid, 1);
        });
    }

    /** A reply handed out what the kernel had an inode of. */
    void gotAgain(SimInode inode) {
        if (inode.mountPoint) {
            runs.values().forEach(run -> {
                run.twin(inode).nlookup++;
                run.count(inode.nodeid, 1);
            });
        }
    }

    /** A submount is mounted. */
    void entered(SimInode mountPoint, SimInode root) {
        runs.forEach((policy, run) -> {
            policy.entered(run.twin(mountPoint), run.twin(root));
            if (policy == CountPolicy.LOOKUP) {
                run.count(root.nodeid, 1);
            }
        });
    }

    /** A mount point or the root of a submount goes; others of the nodeid may be left. */
    void evicted(SimInode inode) {
        runs.values().forEach(run -> evicted(run, inode));
    }

    private static void evicted(Run run, SimInode inode) {
        SimInode twin = run.inodes.remove(inode);
        if (twin == null) {
            return;
        }
        run.orphans.remove(inode);
        CountPolicy.evicted(twin, nlookup -> run.count(inode.nodeid, -nlookup));
        if (run.counts.getOrDefault(inode.nodeid, 0L) > 0) {
            return;
        }
        for (SimInode left : run.inodes.keySet()) {
            if (left.root && left.nodeid == inode.nodeid && !left.superblock.killed && run.orphans.add(left)) {
                run.dropped.add(left.nodeid);
            }
        }
    }

    /** A request names the root of a superblock. */
    void used(SimInode root) {
        runs.values().stream().filter(run -> run.orphans.contains(root)).forEach(run -> run.usedAfter.add(root.nodeid));
    }
}
