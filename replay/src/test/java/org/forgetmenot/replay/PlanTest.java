// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.Capture;
import org.forgetmenot.replay.plan.Effects;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Plan;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A capture as operations: each with its answer, in the order of requests, whatever the order of answers. */
final class PlanTest {
    @TempDir
    Path directory;

    private static List<Operation> operations(Capture capture) throws Exception {
        List<Operation> operations = new ArrayList<>();
        try (Plan plan = Plan.of(capture)) {
            for (Operation next = plan.next(); next != null; next = plan.next()) {
                operations.add(next);
            }
        }
        return operations;
    }

    private static final String[] CROSSED = {
        TestCapture.request(2, 1, 1, ",'name':'a'"),
        TestCapture.request(4, 3, 1, ""),
        TestCapture.reply(4, 3, -5, ""),
        TestCapture.forget(6, 9, 3),
        TestCapture.entry(2, 1, "a", 2),
        TestCapture.reply(2, 1, 0, ""),
        TestCapture.request(8, 1, 1, ",'name':'b'"),
        TestCapture.reply(8, 1, 0, ""),
        TestCapture.request(10, 3, 1, ""),
    };

    @Test
    void answersFindTheirRequests() throws Exception {
        List<Operation> operations = operations(TestCapture.of(directory, CROSSED));
        assertEquals(5, operations.size());
        assertEquals(2, operations.get(0).entries().get(0).nodeid());
        assertEquals(-5, operations.get(1).error());
        assertEquals(Opcode.FORGET, operations.get(2).known());
        assertEquals(3, operations.get(2).nlookup());
        assertTrue(operations.get(3).isNegative());
        assertFalse(operations.get(0).isNegative());
        assertFalse(operations.get(4).isAnswered());
    }

    @Test
    void effectsComeInTheOrderOfAnswers() throws Exception {
        List<Long> uniques = new ArrayList<>();
        Effects effects = new Effects(operation -> uniques.add(operation.unique()));
        operations(TestCapture.of(directory, CROSSED)).forEach(effects::accept);
        effects.finish();
        assertEquals(List.of(4L, 6L, 2L, 8L, 10L), uniques);
    }

    /** One request is never answered: the many after it do not wait for it for ever. */
    @Test
    void anAnswerThatNeverComesHoldsNothingUp() throws Exception {
        int count = 70_000;
        String[] events = new String[1 + 2 * count];
        events[0] = TestCapture.request(1_000_000, 33, 1, "");
        for (int i = 0; i < count; i++) {
            events[1 + 2 * i] = TestCapture.request(2 * i + 2, 3, 1, "");
            events[2 + 2 * i] = TestCapture.reply(2 * i + 2, 3, 0, "");
        }
        List<Operation> operations = operations(TestCapture.of(directory, events));
        assertEquals(count + 1, operations.size());
        assertFalse(operations.get(0).isAnswered());
        assertTrue(operations.stream().skip(1).allMatch(Operation::isAnswered));
    }

    @Test
    void theKernelsSideIsReadByTask() throws Exception {
        List<Operation> operations = operations(
                TestCapture.samples("submount-incident/guest.ftrace.gz").get(0));
        assertEquals(729 + 97, operations.size());
        Operation lookup = operations.stream()
                .filter(o -> o.opcode() == Opcode.LOOKUP.number())
                .findFirst()
                .orElseThrow();
        assertEquals(2, lookup.entries().get(0).nodeid());
        assertFalse(lookup.entries().get(0).isNamed());
        long submountRoots = operations.stream()
                .flatMap(o -> o.entries().stream())
                .filter(e -> e.nodeid() == 3)
                .count();
        assertEquals(1, submountRoots, "the root of the submount came from no reply");
    }
}
