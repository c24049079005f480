// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.lifecycle.Step;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a nodeid's life. Of more than are kept, those of one kind and one superblock that are near to each other become
 * one that says how many they are; the steps that mounts and drops make go together last.
 */
final class MarkSeries {
    private static final int KEPT_MAX = 16_384;

    /** Steps that may become one: of one kind, on one side, of one superblock, near to each other. */
    private record Group(
            StepKind kind, boolean kernelSide, @Nullable Integer lane, boolean drop, long slice) {}

    /** A step as it came, or several as one. */
    private static final class Entry {
        final Step first;
        final @Nullable Integer lane;
        final long from;
        long to;
        long times = 1;

        Entry(Step first, @Nullable Integer lane, long from) {
            this.first = first;
            this.lane = lane;
            this.from = from;
            this.to = from;
        }

        boolean isRare() {
            return switch (first.kind()) {
                case ROOT, SUBMOUNT, UNMOUNTED -> true;
                case FORGET -> isDrop();
                default -> false;
            };
        }

        /** The FORGET after which the server counts nothing any more. */
        boolean isDrop() {
            return first.kind() == StepKind.FORGET && first.serverCount() != null && first.serverCount() == 0;
        }
    }

    private final List<Entry> kept = new ArrayList<>();
    private static final int SLICES = KEPT_MAX / 8;

    void add(long at, Step step, @Nullable Integer lane) {
        kept.add(new Entry(step, lane, at));
        if (kept.size() > KEPT_MAX) {
            thin();
        }
    }

    private void thin() {
        long rare = kept.stream().filter(Entry::isRare).count();
        boolean spare = rare < KEPT_MAX / 4;
        long from = kept.get(0).from;
        long span = Math.max(1, kept.get(kept.size() - 1).to - from);
        for (long n = SLICES; kept.size() > KEPT_MAX / 2 && n > 0; n /= 2) {
            thin(from, Math.max(1, span / n), spare);
        }
    }

    private void thin(long from, long slice, boolean spare) {
        List<Entry> all = List.copyOf(kept);
        Map<Group, Entry> groups = new HashMap<>();
        kept.clear();
        for (Entry entry : all) {
            if (spare && entry.isRare()) {
                kept.add(entry);
                continue;
            }
            Group group = new Group(
                    entry.first.kind(),
                    entry.first.isKernelSide(),
                    entry.lane,
                    entry.isDrop(),
                    (entry.from - from) / slice);
            Entry before = groups.putIfAbsent(group, entry);
            if (before == null) {
                kept.add(entry);
            } else {
                before.to = Math.max(before.to, entry.to);
                before.times += entry.times;
            }
        }
    }

    List<Timeline.Mark> marks() {
        return kept.stream().map(MarkSeries::mark).toList();
    }

    private static Timeline.Mark mark(Entry entry) {
        Step step = entry.first;
        return new Timeline.Mark(
                entry.from,
                entry.to,
                step.kind(),
                step.isKernelSide(),
                entry.lane,
                step.request(),
                step.what(),
                step.cause(),
                step.serverCount(),
                Lives.evidence(step.mark()),
                entry.times);
    }
}
