// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

/**
 * One thing that is done in a session; any part of a session is a session too, so that a failing one can be made small.
 *
 * @param who index of the task that does it
 * @param seed of all chance in it
 */
record Step(Kind kind, int who, long seed) {
    enum Kind {
        STAT(24),
        READ(14),
        OPEN_AND_KEEP(6),
        CLOSE(6),
        LIST(12),
        CREATE(8),
        MKDIR(4),
        MKNOD(2),
        SYMLINK(2),
        LINK(3),
        TMPFILE(2),
        UNLINK(7),
        RMDIR(2),
        RENAME(5),
        XATTR(3),
        STATFS(1),
        /** Lookup of {@code .} by nodeid, as an NFS server does. */
        EXPORT(2),
        SHRINK(22),
        /** Names grow stale. */
        PAUSE(4),
        /** Somebody changes the files behind the server. */
        HOST(4),
        NOTIFY(4),
        RESEND(1),
        /** A container begins: its root is a submount. */
        ENTER(9),
        EXIT(4),
        /** A submount that nobody uses is unmounted. */
        EXPIRE(4);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    static Step of(Dice dice, int tasks) {
        int total = 0;
        for (Kind kind : Kind.values()) {
            total += kind.weight;
        }
        int at = dice.below(total);
        for (Kind kind : Kind.values()) {
            at -= kind.weight;
            if (at < 0) {
                return new Step(kind, dice.below(tasks), dice.seed());
            }
        }
        throw new AssertionError();
    }

    @Override
    public String toString() {
        return kind + "(" + who + ", " + seed + "L)";
    }
}
