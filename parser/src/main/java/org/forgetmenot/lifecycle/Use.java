// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/** A request that named a nodeid after its last FORGET. */
public final class Use {
    private final Mark mark;
    private final int opcode;
    private final @Nullable Superblock superblock;
    private final boolean aliased;
    private final long order;
    private int error;
    private boolean answered;

    Use(Mark mark, int opcode, @Nullable Superblock superblock, boolean aliased, long order) {
        this.mark = mark;
        this.opcode = opcode;
        this.superblock = superblock;
        this.aliased = aliased;
        this.order = order;
    }

    public Mark mark() {
        return mark;
    }

    public int opcode() {
        return opcode;
    }

    /** The superblock that used it, null if unknown. */
    public @Nullable Superblock superblock() {
        return superblock;
    }

    /** Whether the nodeid had been handed out again, so that the request reached another file. */
    public boolean isAliased() {
        return aliased;
    }

    /** Position of the request among all events. */
    long order() {
        return order;
    }

    public boolean isAnswered() {
        return answered;
    }

    /** The answer, if {@link #isAnswered}: 0 or a negative errno. */
    public int error() {
        return error;
    }

    void answer(int value) {
        error = value;
        answered = true;
    }
}
