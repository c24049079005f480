// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Kept;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.ReplyBook;

/**
 * A request that got no reply: none until DESTROY, which is only sent when every task has its answer, or none for long
 * while many later requests were answered.
 */
final class UnansweredRequest {
    private UnansweredRequest() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .map(s -> s.replies().unanswered())
                .filter(kept -> kept.count() > 0)
                .map(UnansweredRequest::finding)
                .toList();
    }

    private static Finding finding(Kept<ReplyBook.Unanswered> kept) {
        ReplyBook.Unanswered first = kept.first().get(0);
        boolean certain = kept.first().stream().anyMatch(ReplyBook.Unanswered::untilDestroy);
        return FindingBuilder.of(
                        FindingCode.UNANSWERED_REQUEST,
                        certain ? Severity.ERROR : Severity.WARNING,
                        certain ? Confidence.CONFIRMED : Confidence.LIKELY,
                        Blame.SERVER)
                .nodeid(first.request().nodeid())
                .used(
                        kept.first().stream()
                                .limit(Finding.USES_MAX)
                                .map(u -> Explain.used(u.request()))
                                .toList(),
                        kept.count(),
                        0)
                .saying(Explain.count(kept.count(), "request") + " got no reply"
                        + (certain
                                ? " until the connection ended."
                                : " by the end of the capture, although " + first.laterReplies()
                                        + " later ones were answered.")
                        + " The task that asked hangs, and cannot be killed once the server has read its request.");
    }
}
