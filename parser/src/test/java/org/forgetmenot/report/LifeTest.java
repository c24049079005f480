// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.junit.jupiter.api.Test;

/** What {@code explain} tells is what the diagnosis says in the end, and not what a ledger suspected on the way. */
final class LifeTest {
    private static Life life(String file, long nodeid) throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.resource("lab").resolve(file))) {
            return Analysis.explain(List.of(capture), nodeid);
        }
    }

    private static Life.Step step(Life life, long line) {
        return life.steps().stream()
                .filter(step -> step.at().position() == line)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatWasRefutedLaterIsNotTold() throws IOException {
        Life life = life("61-steal-two.ftrace.gz", 4);
        assertNull(step(life, 3091).serverCount(), "a FORGET with others left, and the server went on answering them");
        assertEquals("used by OPENDIR", step(life, 3192).what());
        assertEquals(0, step(life, 3552).serverCount());
        assertEquals("used by LOOKUP after it was forgotten", step(life, 6104).what());
    }

    @Test
    void aCountOfWhichTheBeginningIsMissingIsUnknown() throws IOException {
        Life life = life("61-unfixed-midtwo.ftrace.gz", 4);
        assertNull(step(life, 315).serverCount());
        assertEquals(List.of(new Life.Held(26, null)), step(life, 315).superblockCounts());
        assertEquals(0, step(life, 3261).serverCount());
    }

    @Test
    void aNodeidThatIsHandedOutAgainIsNoNewMount() throws IOException {
        Life life = life("61-steal-twopure.ftrace.gz", 4);
        assertEquals("inode got by MKDIR of nodeid 8", step(life, 2639).what());
        assertTrue(step(life, 54).what().startsWith("root of a submount"));
    }
}
