// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class BlocktagFuzzTest {
    @FuzzTest
    void anyBytes(byte[] bytes) throws IOException {
        AnalysisFuzz.diagnose("blocktag", bytes);
    }
}
