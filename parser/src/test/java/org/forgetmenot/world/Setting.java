// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

/**
 * What kind of system a session runs on.
 *
 * @param personality of the server
 * @param virtio virtio-fs, with submounts and a queue of its own for FORGETs; else /dev/fuse
 * @param policy how the kernel counts a submount's lookup
 * @param entryValidNs how long the server lets names be cached
 * @param negativeValidNs how long the server lets it be cached that there is no such name; 0 for ENOENT
 * @param queues request queues of virtio-fs
 * @param pool whether requests are worked on side by side, so that replies overtake each other
 * @param lateLog whether the capture notes a reply only after the kernel has it
 * @param zeroHandles whether the server gives every open the handle 0
 * @param namedDots whether READDIRPLUS names the nodeids of {@code .} and {@code ..}, which counts nothing
 */
record Setting(
        Personality personality,
        boolean virtio,
        CountPolicy policy,
        long entryValidNs,
        long negativeValidNs,
        int queues,
        boolean pool,
        boolean lateLog,
        boolean zeroHandles,
        boolean namedDots) {
    private static final long MS = 1_000_000L;

    static Setting of(Dice dice, Personality personality, boolean virtio) {
        return new Setting(
                personality,
                virtio,
                dice.of(CountPolicy.values()),
                dice.of(0L, 2 * MS, 20 * MS, 1000 * MS, 86_400_000L * MS),
                dice.of(0L, 0L, 1000 * MS),
                virtio ? dice.of(1, 1, 2, 3) : 1,
                dice.coin(),
                !virtio && dice.coin(),
                dice.oneIn(4),
                dice.oneIn(4));
    }

    /** The same with a capture that notes everything in the order in which it happens. */
    Setting punctual() {
        return with(policy, virtio, entryValidNs, zeroHandles, false);
    }

    private Setting with(CountPolicy policy, boolean virtio, long entryValidNs, boolean zeroHandles, boolean lateLog) {
        return new Setting(
                personality,
                virtio,
                policy,
                entryValidNs,
                negativeValidNs,
                queues,
                pool,
                lateLog,
                zeroHandles,
                namedDots);
    }

    /** The same with a kernel whose submounts may borrow. */
    Setting borrowing(Dice dice) {
        return with(dice.of(CountPolicy.UNFIXED, CountPolicy.STEAL), true, entryValidNs, zeroHandles, false);
    }

    /** Another connection of the same machine, which has one kernel. */
    Setting onKernelOf(Setting other) {
        return with(other.policy, virtio, entryValidNs, zeroHandles, lateLog);
    }

    /** The same with names that must be looked up each time. */
    Setting forgetful() {
        return with(policy, virtio, 0, zeroHandles, false);
    }

    /** The same with a handle for each open. */
    Setting withHandles(boolean overVirtio) {
        return with(policy, overVirtio, entryValidNs, false, false);
    }

    /** The same with one thread in the server. */
    Setting alone() {
        return new Setting(
                personality, virtio, policy, entryValidNs, negativeValidNs, 1, false, lateLog, zeroHandles, namedDots);
    }
}
