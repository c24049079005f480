// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.ForgetCause;
import org.forgetmenot.event.StepKind;
import org.forgetmenot.event.Text;
import org.jspecify.annotations.Nullable;

/** What a ledger tells of a step; filled again and again, so that a step that nobody asks for costs no object. */
final class StepDraft {
    StepKind kind = StepKind.USED;
    boolean kernelSide;
    final Place place = new Place();
    /** {@link Event#runNs}. */
    long runNs;

    @Nullable
    String task;

    /** Of the request that the step belongs to, or {@link Grant#UNKNOWN}. */
    int opcode;

    /** Of a failure: the negative errno. */
    int error;

    /** A FORGET or an eviction says how many lookups it gives back. */
    boolean hasNlookup;

    long nlookup;
    /** Of a lookup: the name that was found. */
    final Text name = new Text();

    boolean hasParent;
    /** Of a lookup: the nodeid of the directory. */
    long parent;

    /** A lookup got a mount point; the root of a submount came with a lookup of its own. */
    boolean marked;

    @Nullable
    Superblock superblock;

    /** Whether the server's count is known. */
    boolean counted;

    /** The server's count after the step; the kernel's side can only estimate it. */
    long count;

    /** Of a lookup that the server's side shows: the life that tells the path. */
    @Nullable
    Epoch epoch;

    /** The path if it was told before; else the life tells it. */
    @Nullable
    String path;

    /** Why a FORGET was sent; null if no stack showed it, yet. */
    @Nullable
    ForgetCause cause;

    /** Of the kernel's side: who holds the nodeid after the step. */
    final List<Watch.Held> held = new ArrayList<>(2);

    /** Begins anew with what the event tells. */
    StepDraft set(StepKind newKind, Event event, TaskNames tasks) {
        kind = newKind;
        kernelSide = event.kind().isKernel();
        place.set(event);
        runNs = event.runNs();
        task = tasks.of(event.task());
        opcode = Grant.UNKNOWN;
        error = event.hasError() ? event.error() : 0;
        hasNlookup = event.hasNlookup() && (newKind == StepKind.FORGET || newKind == StepKind.EVICTED);
        nlookup = event.nlookup();
        name.clear();
        hasParent = false;
        marked = false;
        superblock = null;
        counted = true;
        count = 0;
        epoch = null;
        path = null;
        cause = null;
        held.clear();
        return this;
    }

    /** The path of the nodeid as far as names were seen by now, null if none was. */
    @Nullable
    String path() {
        return path != null || epoch == null ? path : epoch.path();
    }

    Mark mark() {
        return place.mark(task);
    }
}
