// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.plan;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.wire.Opcode;
import org.forgetmenot.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Puts operations together from the two views that a capture may have: at the server answers find their requests by unique,
 * inside the kernel by the task that waits. A capture of one connection or of several is read as of its first.
 */
final class Views {
    /** Events within which a task takes the inodes that its answer gave it. */
    private static final int SETTLE_EVENTS = 4096;
    /** Operations that wait for an answer that may never come. */
    private static final int OPEN_MAX = Plan.AHEAD_MAX * 2;

    private final Consumer<Operation> begun;
    private final boolean entries;
    private final Long2ObjectOpenHashMap<Operation> byUnique = new Long2ObjectOpenHashMap<>();
    private final Int2ObjectOpenHashMap<Operation> byTask = new Int2ObjectOpenHashMap<>();
    /** Tasks that mount a submount: the inode that they get is of no reply. */
    private final IntOpenHashSet mounting = new IntOpenHashSet();

    private @Nullable Boolean kernel;
    private boolean hasConnection;
    private long connection;
    private long order;

    /**
     * @param begun takes each operation when its request is seen
     * @param entries whether the capture shows the nodeids of replies, so that a reply without one has none
     */
    Views(Consumer<Operation> begun, boolean entries) {
        this.begun = begun;
        this.entries = entries;
    }

    void accept(Event event) {
        order++;
        if (isElsewhere(event)) {
            return;
        }
        switch (event.kind()) {
            case REQUEST -> request(event);
            case ENTRY -> entry(event);
            case ENTRY_WITHDRAWN -> withdrawn(event);
            case REPLY -> reply(event);
            case FORGET -> forget(event, false);
            case KERNEL_FORGET -> forget(event, true);
            case KERNEL_REQUEST -> kernelRequest(event);
            case KERNEL_REQUEST_RETURN -> kernelReturn(event);
            case KERNEL_REQUEST_BACKGROUND -> background(event);
            case KERNEL_SUBMOUNT -> mounting.add(event.pid());
            case KERNEL_SUBMOUNT_RETURN -> mounting.remove(event.pid());
            case KERNEL_IGET -> iget(event);
            case KERNEL_IGET_RETURN -> igetReturn(event);
            default -> {}
        }
    }

    private boolean isElsewhere(Event event) {
        if (!event.hasConnection() || event.kind() == EventKind.OTHER) {
            return false;
        }
        if (!hasConnection) {
            hasConnection = true;
            connection = event.connection();
        }
        return connection != event.connection();
    }

    /** Whether the capture is read as of this side: the side of its first request, however much it has of the other. */
    private boolean isOf(boolean kernelSide) {
        if (kernel == null) {
            kernel = kernelSide;
        }
        return kernel == kernelSide;
    }

    private void request(Event event) {
        if (!event.hasOpcode() || Opcode.forgets(event.opcode()) || !isOf(false)) {
            return;
        }
        Operation operation = new Operation(event, order, event.opcode());
        Opcode known = operation.known();
        if (event.hasUnique() && (known == null || known.isAnswered()) && byUnique.size() < OPEN_MAX) {
            Operation forsaken = byUnique.put(event.unique(), operation);
            if (forsaken != null) {
                forsaken.complete();
            }
        } else {
            operation.complete();
        }
        begun.accept(operation);
    }

    private void entry(Event event) {
        Operation operation = event.hasUnique() && event.hasNodeid() ? byUnique.get(event.unique()) : null;
        if (operation != null && event.nodeid() != 0) {
            operation.found(event);
        }
    }

    private void withdrawn(Event event) {
        Operation operation = event.hasUnique() ? byUnique.get(event.unique()) : null;
        if (operation != null && event.hasNodeid()) {
            operation.lost(event.nodeid());
        }
    }

    private void reply(Event event) {
        Operation operation = event.hasUnique() ? byUnique.remove(event.unique()) : null;
        if (operation != null) {
            operation.answered(event, order);
            if (entries
                    && operation.opcode() == Opcode.LOOKUP.number()
                    && operation.error() == 0
                    && operation.entries().isEmpty()) {
                operation.foundNothing();
            }
            operation.complete();
        }
    }

    private void forget(Event event, boolean kernelSide) {
        if (event.hasNodeid() && isOf(kernelSide)) {
            Operation operation = new Operation(event, order, Opcode.FORGET.number());
            operation.complete();
            begun.accept(operation);
        }
    }

    private void kernelRequest(Event event) {
        if (!event.hasOpcode() || !event.hasPid() || !isOf(true)) {
            return;
        }
        if (byTask.size() >= OPEN_MAX) {
            byTask.values().forEach(Operation::complete);
            byTask.clear();
        }
        Operation operation = new Operation(event, order, event.opcode());
        Operation last = byTask.put(event.pid(), operation);
        if (last != null) {
            last.complete();
        }
        begun.accept(operation);
    }

    private void background(Event event) {
        if (event.hasOpcode() && isOf(true)) {
            Operation operation = new Operation(event, order, event.opcode());
            operation.complete();
            begun.accept(operation);
        }
    }

    private void kernelReturn(Event event) {
        Operation operation = event.hasPid() ? byTask.get(event.pid()) : null;
        if (operation != null && !operation.isAnswered()) {
            operation.answered(event, order);
        }
    }

    private void iget(Event event) {
        Operation operation = ofTask(event);
        if (operation != null
                && event.hasNodeid()
                && event.nodeid() != Protocol.ROOT_NODEID
                && !mounting.contains(event.pid())) {
            operation.found(event);
        }
    }

    /** Only the caller, which the return knows, tells that a root's inode came from no reply. */
    private void igetReturn(Event event) {
        Operation operation = ofTask(event);
        if (operation != null
                && event.hasCaller()
                && (event.caller() == KernelFunction.SUBMOUNT_ROOT || event.caller() == KernelFunction.MOUNT_ROOT)
                && !operation.entries().isEmpty()
                && !mounting.contains(event.pid())) {
            operation.lost(
                    operation.entries().get(operation.entries().size() - 1).nodeid());
        }
    }

    private @Nullable Operation ofTask(Event event) {
        Operation operation = event.hasPid() ? byTask.get(event.pid()) : null;
        return operation != null
                        && operation.isAnswered()
                        && operation.error() == 0
                        && (Opcode.handsOutEntry(operation.opcode())
                                || operation.opcode() == Opcode.READDIRPLUS.number())
                ? operation
                : null;
    }

    /** Whether an operation of the kernel's side has surely got all its inodes. */
    boolean isSettled(Operation operation) {
        return kernel != null && kernel && operation.isAnswered() && order - operation.replyOrder() > SETTLE_EVENTS;
    }

    /** An operation is somebody else's now, whatever its answer would have been. */
    void handedOut(Operation operation) {
        if (!operation.isComplete() && operation.hasUnique()) {
            byUnique.remove(operation.unique(), operation);
        }
    }
}
