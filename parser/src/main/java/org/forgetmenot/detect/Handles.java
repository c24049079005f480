// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.function.Function;
import org.forgetmenot.lifecycle.HandleTable.Misuse;
import org.forgetmenot.lifecycle.HandleTable.Misused;
import org.forgetmenot.lifecycle.Ledgers;

/** One finding for each connection whose file handles are misused in one way. */
final class Handles {
    private Handles() {}

    /**
     * Finds a misuse.
     *
     * @param explanation what to say of the first handle that was so misused
     */
    static List<Finding> find(
            Ledgers ledgers,
            Misuse misuse,
            FindingCode code,
            Confidence confidence,
            Blame blame,
            Function<String, String> explanation) {
        return ledgers.server().sessions().stream()
                .map(session -> session.handles().misused().first().stream()
                        .filter(m -> m.misuse() == misuse)
                        .toList())
                .filter(all -> !all.isEmpty())
                .map(all -> finding(all, code, confidence, blame, explanation))
                .toList();
    }

    private static Finding finding(
            List<Misused> all,
            FindingCode code,
            Confidence confidence,
            Blame blame,
            Function<String, String> explanation) {
        Misused first = all.get(0);
        FindingBuilder builder = FindingBuilder.of(code, Severity.ERROR, confidence, blame)
                .seen(new Seen(Explain.evidence(first.released()), "RELEASE of fh " + fh(first)))
                .used(
                        all.stream()
                                .limit(Finding.USES_MAX)
                                .map(m -> Explain.used(m.use()))
                                .toList(),
                        all.size(),
                        all.stream().filter(m -> m.use().error() != null).count());
        if (first.use().nodeid() != 0) {
            builder.nodeid(first.use().nodeid());
        }
        return builder.saying(explanation.apply(fh(first)));
    }

    private static String fh(Misused misused) {
        return "file handle " + Long.toUnsignedString(misused.fh());
    }
}
