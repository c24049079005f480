// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.junit.jupiter.api.Test;

/** The steps of every nodeid come back as they were, or their nodeid is not whole. */
final class StepLogTest {
    private static final long BIG = 1L << 40;

    private final TaskNames tasks = new TaskNames();
    private final StepDraft draft = new StepDraft();

    private StepDraft step(StepKind kind, EventKind event, long line) {
        Event from = new Event();
        from.start(event, line).timeNs(1_000 * line).unique(Long.MIN_VALUE + line);
        return draft.set(kind, from, tasks);
    }

    private static List<String> told(StepLog log, long nodeid) {
        List<String> told = new ArrayList<>();
        log.tell(LongSet.of(nodeid), (n, step) -> {
            Step whole = new Step(step, step.counted ? step.count : null, List.copyOf(step.held));
            told.add(whole.mark().position() + " " + whole.what() + " " + whole.serverCount());
        });
        return told;
    }

    @Test
    void whatIsAddedIsTold() {
        StepLog log = new StepLog(BIG);
        step(StepKind.LOOKUP, EventKind.ENTRY, 7).opcode = 1;
        draft.count = 3;
        draft.hasParent = true;
        draft.parent = -2;
        byte[] name = "na\"me".getBytes(StandardCharsets.UTF_8);
        draft.name.set(name, 0, name.length);
        log.add(-1, draft);
        step(StepKind.ERROR, EventKind.REPLY, 8).opcode = 3;
        draft.error = -9;
        draft.counted = false;
        log.add(5, draft);
        step(StepKind.FORGET, EventKind.KERNEL_FORGET, 9).hasNlookup = true;
        draft.nlookup = -1;
        draft.count = -4;
        long place = log.add(-1, draft);
        step(StepKind.UNMOUNTED, EventKind.KERNEL_KILL_SUPERBLOCK, 10).count = 0;
        log.add(-1, draft);
        log.cause(place, ForgetCause.KSWAPD);
        assertEquals(
                List.of(
                        "7 handed out by LOOKUP of \"na\"me\" in nodeid 18446744073709551614 3",
                        "9 FORGET nlookup 18446744073709551615, by the dentry shrinker under memory pressure (kswapd) -4",
                        "10 the superblock is unmounted 0"),
                told(log, -1));
        assertEquals(List.of("8 GETATTR answered EBADF null"), told(log, 5));
        assertEquals(List.of(), told(log, 6));
        assertTrue(log.isWhole(-1) && log.isWhole(5) && log.isWhole(6));
    }

    /** Marks, too: every number of a step, on both captures of a run. */
    @Test
    void numbersOfAnySizeComeBack() {
        StepLog log = new StepLog(BIG);
        List<String> expected = new ArrayList<>();
        long[] numbers = {0, 1, -1, 63, 64, 127, 128, -64, -65, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long number : numbers) {
            for (int input = 0; input < 2; input++) {
                step(StepKind.USED, EventKind.REQUEST, number).place.input = input;
                draft.opcode = 15;
                draft.place.hasTime = (number & 1) == 0;
                draft.place.timeNs = -number;
                draft.runNs = number / 3;
                draft.place.unique = ~number;
                draft.place.hasPid = true;
                draft.place.pid = (int) number;
                draft.count = number;
                expected.add(numbers(draft));
                log.add(number, draft);
            }
        }
        List<String> told = new ArrayList<>();
        log.tell(new LongOpenHashSet(numbers), (nodeid, step) -> {
            assertEquals(nodeid, step.place.position);
            told.add(numbers(step));
        });
        assertEquals(expected, told);
    }

    private static String numbers(StepDraft s) {
        long timeNs = s.place.hasTime ? s.place.timeNs : 0;
        long runNs = s.place.hasTime ? s.runNs : 0;
        return List.of(
                        s.place.input,
                        s.place.position,
                        s.place.hasTime,
                        timeNs,
                        runNs,
                        s.place.unique,
                        s.place.pid,
                        s.count,
                        s.opcode)
                .toString();
    }

    @Test
    void withoutRoomTheOldestGoAndTheirNodeidsAreNotWhole() {
        StepLog log = new StepLog(4 << 20);
        step(StepKind.FORGET, EventKind.KERNEL_FORGET, 1).count = 0;
        long place = log.add(2, draft);
        int steps = 1_000_000;
        int late = 100_000;
        for (int i = 0; i < steps; i++) {
            step(StepKind.USED, EventKind.REQUEST, i + 2L).opcode = 3;
            draft.count = 1;
            log.add(i < steps - late ? 3 : 4, draft);
        }
        assertFalse(log.isWhole(2));
        assertFalse(log.isWhole(3));
        assertTrue(log.isWhole(4), "its steps are the latest");
        assertEquals(late, told(log, 4).size());
        assertEquals(List.of(), told(log, 2));
        log.cause(place, ForgetCause.UNMOUNT); // of a step that is gone
        assertEquals(late, told(log, 4).size());
    }

    @Test
    void theBusiestIsOneThatWasLookedUp() {
        StepLog log = new StepLog(BIG);
        assertTrue(log.busiest().isEmpty());
        for (long nodeid : new long[] {1, 1, 1, 7, 7, 7, 8, 9, 9}) {
            step(StepKind.USED, EventKind.REQUEST, nodeid).opcode = 3;
            log.add(nodeid, draft);
        }
        for (long nodeid : new long[] {1, 8, 9}) {
            step(StepKind.LOOKUP, EventKind.ENTRY, nodeid).opcode = 1;
            log.add(nodeid, draft);
        }
        assertEquals(9, log.busiest().getAsLong(), "neither the root nor what came from before the capture");
    }
}
