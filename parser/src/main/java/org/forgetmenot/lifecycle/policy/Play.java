// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle.policy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.SubmountHistory;
import org.jspecify.annotations.Nullable;

/** One policy played over the history of one nodeid: the FORGETs it sends and where the server drops what is still held. */
final class Play implements Policy.Server {
    private final Policy policy;
    private final Map<Integer, Policy.MountPoint> mountPoints = new HashMap<>();
    private final Map<Integer, Policy.Root> roots = new HashMap<>();
    private final Set<Integer> killed = new HashSet<>();
    /** Roots of the life that the server has dropped: what they do goes wrong. */
    private final Set<Integer> orphans = new HashSet<>();

    private long count;
    private long forgets;
    private long forgetSum;
    private @Nullable Mark droppedAt;
    private @Nullable Mark firstBadUse;

    private Play(Policy policy) {
        this.policy = policy;
    }

    /**
     * Plays a policy.
     *
     * @param revalidations indexes of the facts of kind MAYBE_REVALIDATED that were lookups of the mount point
     */
    static Play of(Policy policy, List<SubmountHistory.Fact> facts, Set<Integer> revalidations) {
        Play play = new Play(policy);
        for (int i = 0; i < facts.size(); i++) {
            play.step(facts.get(i), revalidations.contains(i));
        }
        return play;
    }

    private void step(SubmountHistory.Fact fact, boolean revalidates) {
        switch (fact.kind()) {
            case MOUNT_POINT_GOT -> {
                Policy.MountPoint mountPoint = new Policy.MountPoint();
                mountPoints.put(fact.inode(), mountPoint);
                count++;
                policy.got(mountPoint);
            }
            case REVALIDATED -> revalidated(fact.inode());
            case MAYBE_REVALIDATED -> {
                if (revalidates) {
                    revalidated(fact.inode());
                }
            }
            case ENTERED -> {
                Policy.Root root = new Policy.Root();
                roots.put(fact.inode(), root);
                Policy.MountPoint mountPoint = mountPoints.get(fact.from());
                count += policy.entered(mountPoint == null ? new Policy.MountPoint() : mountPoint, root);
            }
            case MOUNT_POINT_EVICTED -> {
                Policy.MountPoint mountPoint = mountPoints.remove(fact.inode());
                if (mountPoint != null) {
                    policy.evicted(mountPoint, this);
                    settle(fact);
                }
            }
            case ROOT_EVICTED -> {
                Policy.Root root = roots.remove(fact.inode());
                if (root != null) {
                    policy.evicted(root, this);
                    settle(fact);
                }
                orphans.remove(fact.inode());
            }
            case KILLED -> killed.add(fact.inode());
            case USED -> {
                if (orphans.contains(fact.inode()) && firstBadUse == null) {
                    firstBadUse = fact.mark();
                }
            }
        }
    }

    private void revalidated(int inode) {
        Policy.MountPoint mountPoint = mountPoints.get(inode);
        if (mountPoint != null) {
            mountPoint.nlookup++;
            count++;
        }
    }

    @Override
    public void forget(long nlookup) {
        if (nlookup > 0) {
            forgets++;
            forgetSum = forgetSum > Long.MAX_VALUE - nlookup ? Long.MAX_VALUE : forgetSum + nlookup;
            count -= nlookup;
        }
    }

    /** After the FORGETs of one eviction: a count of 0 while roots live on is the bug. */
    private void settle(SubmountHistory.Fact fact) {
        if (count > 0) {
            return;
        }
        count = 0;
        for (Integer root : roots.keySet()) {
            if (!killed.contains(root) && orphans.add(root) && droppedAt == null) {
                droppedAt = fact.mark();
            }
        }
    }

    long forgets() {
        return forgets;
    }

    long forgetSum() {
        return forgetSum;
    }

    /** What the server still counts at the end. */
    long left() {
        return count;
    }

    /** The eviction that made the server drop the nodeid while a submount still held it, null if none did. */
    @Nullable
    Mark droppedAt() {
        return droppedAt;
    }

    /** The first use of the nodeid after that, null if there was none. */
    @Nullable
    Mark firstBadUse() {
        return firstBadUse;
    }
}
