// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import java.util.stream.Collectors;
import org.forgetmenot.lifecycle.Drop;
import org.forgetmenot.lifecycle.Epoch;
import org.forgetmenot.lifecycle.Grant;
import org.forgetmenot.lifecycle.Mark;
import org.forgetmenot.lifecycle.Rejection;
import org.forgetmenot.lifecycle.Sighting;
import org.forgetmenot.lifecycle.Superblock;
import org.forgetmenot.lifecycle.Use;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Turns what a ledger remembers into evidence. */
final class Explain {
    private Explain() {}

    static Evidence evidence(Mark mark) {
        return new Evidence(
                mark.input(),
                mark.position(),
                mark.hasTime() ? mark.timeNs() : null,
                mark.hasUnique() ? mark.unique() : null,
                mark.task(),
                mark.hasPid() ? mark.pid() : null);
    }

    static @Nullable Integer sDev(@Nullable Superblock superblock) {
        return superblock != null && superblock.hasSDev() ? superblock.sDev() : null;
    }

    static List<LookedUp> lookedUp(Epoch epoch) {
        return epoch.grants().stream()
                .map(g -> new LookedUp(evidence(g.mark()), how(g), g.opcode() == Grant.BORROWED, sDev(g.superblock())))
                .toList();
    }

    private static String how(Grant grant) {
        if (grant.opcode() == Grant.BORROWED) {
            return "root of a submount: borrows the lookup of its mount point";
        }
        if (grant.opcode() == Grant.UNKNOWN) {
            return "looked up";
        }
        return Opcode.name(grant.opcode())
                + (grant.parent() == 0 ? "" : " in nodeid " + Long.toUnsignedString(grant.parent()));
    }

    static Forgotten forgotten(Drop drop) {
        return new Forgotten(evidence(drop.forgotten()), drop.nlookup(), drop.cause(), sDev(drop.by()), drop.stack());
    }

    static List<Used> used(Drop drop) {
        return drop.uses().stream().map(Explain::used).toList();
    }

    static List<Used> used(Rejection rejection) {
        return rejection.answers().stream()
                .map(a -> new Used(evidence(a.mark()), a.opcode(), a.error(), null, false))
                .toList();
    }

    static Used used(Sighting sighting) {
        return new Used(evidence(sighting.mark()), sighting.opcode(), sighting.error(), null, false);
    }

    private static Used used(Use use) {
        return new Used(
                evidence(use.mark()),
                use.opcode(),
                use.isAnswered() ? use.error() : null,
                sDev(use.superblock()),
                use.isAliased());
    }

    static List<HeldBy> heldBy(Drop drop) {
        return drop.holders().stream()
                .map(h -> new HeldBy(sDev(h.superblock()), h.superblock().isSubmount(), h.root()))
                .toList();
    }

    static String nodeid(long nodeid) {
        return "nodeid " + Long.toUnsignedString(nodeid);
    }

    /** "superblock 17", or "another superblock" where its number is unknown. */
    static String name(@Nullable Superblock superblock) {
        return superblock == null || !superblock.hasSDev() ? "a superblock" : "superblock " + superblock.sDev();
    }

    static String names(List<Drop.Holder> holders) {
        return holders.stream().map(h -> name(h.superblock())).distinct().collect(Collectors.joining(" and "));
    }

    /** "8 requests", "1 request". */
    static String count(long count, String one) {
        return count(count, one, one + "s");
    }

    /** "8 entries", "1 entry". */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
