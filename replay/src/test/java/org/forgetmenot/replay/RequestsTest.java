// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.replay.map.Handle;
import org.forgetmenot.replay.map.HandleMap;
import org.forgetmenot.replay.map.LookupLedger;
import org.forgetmenot.replay.map.Node;
import org.forgetmenot.replay.map.NodeMap;
import org.forgetmenot.replay.plan.Operation;
import org.forgetmenot.replay.plan.Plan;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.wire.InHeader;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is made up is whole: there are servers that die of a short one. */
final class RequestsTest {
    private static final int MINOR = 36;

    @TempDir
    Path directory;

    private List<Operation> operations(String... events) throws Exception {
        List<Operation> operations = new ArrayList<>();
        try (Plan plan = Plan.of(TestCapture.of(directory, events))) {
            for (Operation next = plan.next(); next != null; next = plan.next()) {
                operations.add(next);
            }
        }
        return operations;
    }

    @Test
    void everyRequestHasItsWholeBody() throws Exception {
        NodeMap nodes = new NodeMap(new LookupLedger(), 16);
        Node root = nodes.root();
        HandleMap handles = new HandleMap();
        Handle handle = handles.opened(root, 1L, true);
        handles.bind(handle, 5);
        Requests requests = new Requests(MINOR);
        int written = 0;
        for (Opcode opcode : Opcode.values()) {
            if (Opcode.forgets(opcode.number())) {
                continue;
            }
            Operation operation = operations(
                            TestCapture.request(
                                    2,
                                    opcode.number(),
                                    1,
                                    ",'name':'n','secondName':'m','sizeBytes':" + (opcode == Opcode.WRITE ? 180 : 60)),
                            TestCapture.reply(2, opcode.number(), 0, ",'sizeBytes':116"))
                    .get(0);
            if (requests.write(operation, 4, root, root, handle, true) == null) {
                continue;
            }
            written++;
            int names = opcode.names() * 2;
            int data = opcode == Opcode.WRITE ? 180 - InHeader.BYTES - opcode.argsBytes(MINOR) : 0;
            assertEquals(InHeader.BYTES + opcode.argsBytes(MINOR) + names + data, requests.length(), opcode.name());
            assertEquals(requests.length(), Wire.i32(requests.bytes(), InHeader.LEN), opcode.name());
            assertEquals(opcode.number(), Wire.i32(requests.bytes(), InHeader.OPCODE));
            assertEquals(4, Wire.i64(requests.bytes(), InHeader.UNIQUE));
            if (opcode.fhOffset() >= 0) {
                assertEquals(5, Wire.i64(requests.bytes(), InHeader.BYTES + opcode.fhOffset()), opcode.name());
            }
        }
        assertTrue(written > 25, written + " opcodes");
    }

    @Test
    void anUnknownNameIsNotMadeUpForWhatMayChangeSomething() throws Exception {
        Requests requests = new Requests(MINOR);
        Node root = new NodeMap(new LookupLedger(), 16).root();
        Operation unknown = operations(TestCapture.request(2, 9, 1, ""), TestCapture.reply(2, 9, -17, ""))
                .get(0);
        assertEquals(null, requests.write(unknown, 4, root, null, null, false));
        assertEquals(Skip.NAME, requests.skip());
        Operation refused = operations(TestCapture.request(2, 9, 1, ""), TestCapture.reply(2, 9, -9, ""))
                .get(0);
        assertNotNull(requests.write(refused, 4, root, null, null, false));
        assertTrue(requests.isGuessed());
    }
}
