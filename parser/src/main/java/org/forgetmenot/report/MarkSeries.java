// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.lifecycle.Mark;
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
            StepKind kind, boolean kernelSide, @Nullable Integer lane, boolean drop, boolean failed, long slice) {}

    /** By what a request's answer is known: its task in the kernel, its unique at the server. */
    private record Request(boolean kernelSide, long key) {}

    /** A step as it came, or several as one. */
    private static final class Entry {
        final Step first;
        final @Nullable Integer lane;
        final long from;
        long to;
        long times = 1;
        boolean failed;

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
    /** Uses whose answers are awaited; of more, it stays unknown whether they failed. */
    private static final int AWAITED_MAX = 4096;

    private final Map<Request, Entry> awaited = new HashMap<>();

    void add(long at, Step step, @Nullable Integer lane) {
        Entry entry = new Entry(step, lane, at);
        kept.add(entry);
        if (step.kind().isFailure()) {
            answer(entry);
        }
        if (kept.size() > KEPT_MAX) {
            thin();
        }
    }

    /** Puts uses of what is forgotten and the errors that they got together. */
    private void answer(Entry entry) {
        Mark mark = entry.first.mark();
        boolean kernelSide = entry.first.isKernelSide();
        if (kernelSide ? !mark.hasPid() : !mark.hasUnique()) {
            return;
        }
        Request request = new Request(kernelSide, kernelSide ? mark.pid() : mark.unique());
        if (entry.first.kind() == StepKind.USED_FORGOTTEN) {
            if (awaited.size() < AWAITED_MAX) {
                awaited.put(request, entry);
            }
            return;
        }
        Entry use = awaited.remove(request);
        if (use != null && use.times == 1) {
            use.failed = true;
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
                    entry.failed,
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
                entry.failed,
                Lives.evidence(step.mark()),
                entry.times);
    }
}
