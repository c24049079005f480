// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/** The guest's trace buffer as text, with the stack under every FORGET. */
final class FtraceText {
    private static final String COLUMNS = "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n";
    private static final long US = 1000L;
    private static final long S = 1_000_000L;

    private FtraceText() {}

    /**
     * @param lostAfter the fact after which the recorder lost some that are not among these, -1 if it lost none
     */
    static String of(List<KernelFact> facts, int lostAfter) {
        StringBuilder out = new StringBuilder(200 * facts.size());
        out.append("# tracer: nop\n#\n# entries-in-buffer/entries-written: ")
                .append(facts.size())
                .append('/')
                .append(facts.size())
                .append("   #P:2\n#\n")
                .append(COLUMNS);
        for (int i = 0; i < facts.size(); i++) {
            KernelFact fact = facts.get(i);
            line(out, fact).append(fact.body()).append('\n');
            if (fact.cause() != null) {
                line(out, fact).append("<stack trace>\n");
                fact.cause().print(out);
            }
            if (i == lostAfter) {
                out.append("CPU:0 [LOST EVENTS]\n");
            }
        }
        return out.toString();
    }

    private static StringBuilder line(StringBuilder out, KernelFact fact) {
        long us = fact.timeNs() / US;
        String micros = Long.toString(S + us % S).substring(1);
        return out.append("    ")
                .append(fact.comm())
                .append('-')
                .append(fact.pid())
                .append("   [00")
                .append(fact.cpu())
                .append("] .....  ")
                .append(us / S)
                .append('.')
                .append(micros)
                .append(": ");
    }
}
