// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong, with its evidence.
 *
 * @param connection the connection's id in the report, null if it concerns none in particular
 * @param nodeid unsigned, null if it concerns none in particular
 * @param generation null if unknown
 * @param path as far as names were seen, safe to print; null if none
 * @param latent the nodeid was not used again in the capture: the next use will fail
 * @param seen what else the capture shows of it, at most {@link #USES_MAX}
 * @param used the first uses, at most {@link #USES_MAX}
 * @param uses how many there were
 * @param failedUses how many of them the server answered with an error
 * @param knownBug the bug it matches, if one is known
 * @param explanation plain sentences that a person who does not know FUSE can act on
 */
public record Finding(
        FindingCode code,
        Severity severity,
        Confidence confidence,
        Blame blame,
        @Nullable Integer connection,
        @Nullable Long nodeid,
        @Nullable Long generation,
        @Nullable String path,
        boolean latent,
        List<HeldBy> heldBy,
        List<LookedUp> lookedUp,
        List<Forgotten> forgotten,
        List<Seen> seen,
        List<Used> used,
        long uses,
        long failedUses,
        @Nullable KnownBug knownBug,
        String explanation) {
    /** Uses whose evidence is kept. */
    public static final int USES_MAX = 32;

    /** Whether something is wrong: not a note. */
    public boolean isWrong() {
        return severity != Severity.INFO;
    }

    /** Whether something is wrong with a nodeid. */
    public boolean isWrongOf(long which) {
        return isWrong() && nodeid != null && nodeid == which;
    }

    /** The same finding, of a connection. */
    public Finding ofConnection(int id) {
        return new Finding(
                code,
                severity,
                confidence,
                blame,
                id,
                nodeid,
                generation,
                path,
                latent,
                heldBy,
                lookedUp,
                forgotten,
                seen,
                used,
                uses,
                failedUses,
                knownBug,
                explanation);
    }
}
