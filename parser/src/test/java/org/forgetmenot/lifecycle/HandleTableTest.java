// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.TestCaptures;
import org.forgetmenot.format.Capture;
import org.forgetmenot.report.Analysis;
import org.forgetmenot.report.Diagnosis;
import org.junit.jupiter.api.Test;

class HandleTableTest {
    @Test
    void aHandleGivenToTwoOpensIsOpenUntilBothAreReleased() {
        HandleTable table = new HandleTable();
        table.opened(7);
        table.opened(7);
        table.released(7);
        assertEquals(1, table.open());
        table.released(7);
        assertEquals(0, table.open());
        table.released(7); // from before the capture
        assertEquals(0, table.open());
        assertEquals(2, table.seen());
        assertEquals(2, table.peakOpen());
    }

    @Test
    void theHandlesOfARealDumpAreCounted() throws IOException {
        try (Capture capture = TestCaptures.open(TestCaptures.sample("gluster/gluster.fusedump.gz"))) {
            Diagnosis.Connection connection =
                    Analysis.diagnose(List.of(capture)).connections().get(0);
            long opens = connection.opcodes().stream()
                    .filter(c -> List.of("OPEN", "OPENDIR", "CREATE").contains(c.name()))
                    .mapToLong(Diagnosis.Count::count)
                    .sum();
            assertEquals(opens, connection.handles().seen(), "no open failed in this dump");
            assertEquals(0, connection.handles().open(), "every open was released");
        }
    }
}
