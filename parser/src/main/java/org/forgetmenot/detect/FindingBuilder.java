// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Drop;
import org.forgetmenot.lifecycle.Epoch;
import org.jspecify.annotations.Nullable;

/** Puts a finding together; what is not said of it is unknown or empty. */
final class FindingBuilder {
    private final FindingCode code;
    private final Severity severity;
    private final Confidence confidence;
    private final Blame blame;
    private @Nullable Long nodeid;
    private @Nullable Long generation;
    private @Nullable String path;
    private boolean latent;
    private List<HeldBy> heldBy = List.of();
    private List<LookedUp> lookedUp = List.of();
    private List<Forgotten> forgotten = List.of();
    private List<Seen> seen = List.of();
    private List<Used> used = List.of();
    private long uses;
    private long failedUses;
    private @Nullable KnownBug knownBug;

    private FindingBuilder(FindingCode code, Severity severity, Confidence confidence, Blame blame) {
        this.code = code;
        this.severity = severity;
        this.confidence = confidence;
        this.blame = blame;
    }

    static FindingBuilder of(FindingCode code, Severity severity, Confidence confidence, Blame blame) {
        return new FindingBuilder(code, severity, confidence, blame);
    }

    FindingBuilder nodeid(long value) {
        nodeid = value;
        return this;
    }

    /** The life of the nodeid that it concerns: nodeid, generation, path and lookups. */
    FindingBuilder epoch(@Nullable Epoch epoch) {
        if (epoch != null) {
            nodeid = epoch.nodeid();
            generation = epoch.hasGeneration() ? epoch.generation() : null;
            path = epoch.path();
            lookedUp = Explain.lookedUp(epoch);
        }
        return this;
    }

    FindingBuilder path(@Nullable String value) {
        path = value;
        return this;
    }

    FindingBuilder latent(boolean value) {
        latent = value;
        return this;
    }

    /** A FORGET after which the nodeid was used: who still held it, the FORGET, and the uses. */
    FindingBuilder drop(Drop drop) {
        heldBy = Explain.heldBy(drop);
        forgotten = List.of(Explain.forgotten(drop));
        return used(Explain.used(drop), drop.useCount(), drop.failedCount());
    }

    FindingBuilder forgotten(Forgotten... values) {
        forgotten = List.of(values);
        return this;
    }

    FindingBuilder seen(List<Seen> values) {
        seen = List.copyOf(values);
        return this;
    }

    FindingBuilder seen(Seen... values) {
        return seen(List.of(values));
    }

    /**
     * What was done with the nodeid.
     *
     * @param first those whose evidence is kept
     * @param count all of them
     * @param failed those answered with an error
     */
    FindingBuilder used(List<Used> first, long count, long failed) {
        used = List.copyOf(first);
        uses = count;
        failedUses = failed;
        return this;
    }

    FindingBuilder knownBug(@Nullable KnownBug value) {
        knownBug = value;
        return this;
    }

    /** The finding, with its explanation in plain sentences. */
    Finding saying(String explanation) {
        return new Finding(
                code,
                severity,
                confidence,
                blame,
                null,
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
