// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.function.Function;
import org.forgetmenot.lifecycle.Kept;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ReplyBook;
import org.forgetmenot.lifecycle.Sighting;

/** One finding for each connection that has replies of some wrong kind. */
final class Replies {
    private Replies() {}

    static List<Finding> find(
            Ledgers ledgers, Function<ReplyBook, Kept<Sighting>> which, FindingCode code, String explanation) {
        return ledgers.server().sessions().stream()
                .map(s -> which.apply(s.replies()))
                .filter(kept -> kept.count() > 0)
                .map(kept -> FindingBuilder.of(code, Severity.ERROR, Confidence.CONFIRMED, Blame.SERVER)
                        .seen(kept.first().stream()
                                .limit(Finding.USES_MAX)
                                .map(s -> new Seen(Explain.evidence(s.mark()), what(s)))
                                .toList())
                        .saying(Explain.count(kept.count(), "reply", "replies") + " " + explanation))
                .toList();
    }

    private static String what(Sighting reply) {
        Long unique = reply.mark().hasUnique() ? reply.mark().unique() : null;
        return "reply to unique " + (unique == null ? "unknown" : Long.toUnsignedString(unique));
    }
}
