// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.forgetmenot.detect.FindingCode;
import org.forgetmenot.wire.Opcode;
import org.junit.jupiter.api.Test;

/** A nodeid that is handed out for another ino: under a name that its file may have, the file may have been replaced. */
class AttributeBookTest {
    private static final int FILE = 0100644;
    private static final int EPERM = -1;
    private static final Set<FindingCode> REUSED = Set.of(FindingCode.NODEID_REUSED_SAME_GENERATION);

    /** Nodeid 5 is the file "a" with ino 100. */
    private static ServerSide found() {
        return ServerSide.fromInit().lookup(4, 5, "a", 0, 100, FILE);
    }

    private static ServerSide handsOut(ServerSide side, String name) {
        return side.lookup(20, 5, name, 0, 101, FILE);
    }

    @Test
    void itMayHaveBeenMovedStepByStep() {
        assertEquals(
                Set.of(),
                handsOut(found().rename(6, "a", "b").rename(8, "b", "c"), "c").codes());
    }

    @Test
    void aRenameOfOtherNamesExplainsNothing() {
        assertEquals(
                REUSED,
                handsOut(found().rename(6, "d", "a").rename(8, "d", "c"), "c").codes());
    }

    @Test
    void aRenameFromBeforeItWasFoundExplainsNothing() {
        ServerSide side = ServerSide.fromInit().rename(4, "a", "c").lookup(6, 5, "a", 0, 100, FILE);
        assertEquals(REUSED, handsOut(side, "c").codes());
    }

    @Test
    void itIsNoLongerWhereItWasMovedFrom() {
        assertEquals(REUSED, handsOut(found().rename(6, "a", "b"), "a").codes());
    }

    @Test
    void aRenameThatFailedMovedNothing() {
        ServerSide side = found().rename(6, "a", "c", EPERM);
        assertEquals(REUSED, handsOut(side, "c").codes());
    }

    @Test
    void whatWasMadeWithoutANameIsNoOthersFile() {
        ServerSide side = ServerSide.fromInit()
                .request(4, Opcode.TMPFILE, 1)
                .entry(4, 5, "", 0, 100, FILE)
                .reply(4, 0);
        assertEquals(REUSED, handsOut(side, "a").codes());
    }

    @Test
    void aLookupOfDotTellsNoName() {
        ServerSide side = found().request(6, Opcode.LOOKUP, 5)
                .entry(6, 5, ".", 0, 100, FILE)
                .reply(6, 0);
        assertEquals(Set.of(), handsOut(side, "a").codes());
    }
}
