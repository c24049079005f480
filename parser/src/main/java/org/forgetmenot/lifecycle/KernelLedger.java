// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.event.StepKind;
import org.jspecify.annotations.Nullable;

/**
 * What every superblock holds, and what the server's counts must be, from the kernel's own doings.
 *
 * <p>One count for each {@code fuse_iget} but those of roots; revalidations and READDIRPLUS hits on a known dentry raise an
 * inode's nlookup unseen, so each eviction's own nlookup has the last word on what its inode had.
 */
public final class KernelLedger {
    /** Tasks remembered before those that wait for nothing are forgotten. */
    private static final int TASKS_MAX = 16_384;

    /** Events after which a task that waits for nothing begins anew. */
    private static final int IDLE_EVENTS = 4096;

    /** An inode that was let go with lookups that no FORGET gave back. */
    public record Unforgotten(Epoch epoch, Superblock superblock, Mark evicted, long nlookup) {}

    private int tasksMax = TASKS_MAX;
    private final KernelState state = new KernelState();
    private final Connections connections = state.connections();
    private final Int2ObjectOpenHashMap<Task> tasks = new Int2ObjectOpenHashMap<>();
    private final TaskNames taskNames = state.taskNames();
    private final List<Stacks> stacks;
    private final Watch watch;
    private final InodeBook inodes = new InodeBook(state);
    private final ForgetBook forgets = new ForgetBook(state);
    private final SubmountWalk walk = new SubmountWalk(state);
    private @Nullable Use lastUse;
    private @Nullable Drop lastUseOf;
    private long order;
    private final Counted unknownSuperblocks = new Counted();

    /**
     * @param stacks of each capture, by its index
     * @param watch follows nodeids, if any are asked for
     */
    public KernelLedger(List<Stacks> stacks, Watch watch) {
        this.stacks = stacks;
        this.watch = watch;
    }

    /** Keeps what happened to mount points, which only {@code whatif} asks for; before the first event. */
    public void keepSubmountHistories() {
        state.keepHistories();
    }

    /** Takes one event in; those of the server's side are passed over. */
    public void accept(Event event) {
        order++;
        switch (event.kind()) {
            case KERNEL_IGET -> iget(event);
            case KERNEL_IGET_RETURN -> inodes.returned(event, task(event));
            case KERNEL_EVICT -> evict(event);
            case KERNEL_FORGET -> forget(event);
            case KERNEL_REQUEST -> request(event);
            case KERNEL_REQUEST_RETURN -> requestReturn(event);
            case KERNEL_REQUEST_BACKGROUND -> background(event);
            case KERNEL_SUBMOUNT -> submount(event);
            case KERNEL_SUBMOUNT_RETURN -> submountReturn(event);
            case KERNEL_KILL_SUPERBLOCK -> kill(event);
            case KERNEL_STACK -> stack(event);
            case KERNEL_SEND -> connections.ofDevice(event).tally().tracepointRequest(event.opcode());
            case KERNEL_END -> {
                if (event.hasError() && event.error() < 0) {
                    connections.ofDevice(event).tally().tracepointError(event.error());
                }
            }
            case LOST -> state.lost();
            default -> {}
        }
    }

    private Task task(Event event) {
        Task task = tasks.get(event.pid());
        if (task == null) {
            if (tasks.size() >= tasksMax) {
                tasks.values().removeIf(t -> t.isIdle() && order - t.lastSeen > IDLE_EVENTS);
                tasksMax = Math.max(TASKS_MAX, 2 * tasks.size());
            }
            task = new Task();
            tasks.put(event.pid(), task);
        }
        task.lastSeen = order;
        return task;
    }

    private void iget(Event event) {
        Task task = task(event);
        state.leaks().movesOn(task);
        Inode inode = inodes.get(event, task);
        task.movesOn();
        if (inode != null) {
            state.leaks().lives(inode.superblock());
        }
        if (inode != null && watch.follows(event.nodeid())) {
            boolean root = inode.isRoot()
                    && inode.nodeid() != KernelConnection.ROOT
                    && inode.superblock().isMountedBy(event);
            StepDraft step = step(event.nodeid(), root ? StepKind.ROOT : StepKind.LOOKUP, event, inode.superblock());
            step.opcode = task.opcode;
            step.hasParent = task.opcode != 0;
            step.parent = task.nodeid;
            step.marked = root ? inode.known() > 0 : inode.isMountPoint();
            watch.take(event.nodeid());
        }
    }

    private void evict(Event event) {
        Task task = task(event);
        Superblock superblock = inodes.evict(event, task);
        if (watch.follows(event.nodeid())) {
            step(event.nodeid(), StepKind.EVICTED, event, superblock);
            watch.take(event.nodeid());
        }
    }

    private void forget(Event event) {
        Task task = task(event);
        Superblock by = task.evicted == null ? null : task.evicted.superblock();
        forgets.forget(event, task, order);
        task.forgetStep = null;
        if (watch.follows(event.nodeid())) {
            step(event.nodeid(), StepKind.FORGET, event, by);
            task.forgetStep = watch.take(event.nodeid());
        }
    }

    private void stack(Event event) {
        if (!event.hasStack()) {
            return;
        }
        Stacks known = stacks.get(event.input());
        Task task = task(event);
        Drop drop = task.forgot;
        if (drop != null) {
            drop.cause(known.cause(event.stack()), known.frames(event.stack()));
            task.forgot = null;
        }
        if (task.forgetStep != null) {
            watch.cause(task.forgetStep, known.cause(event.stack()));
            task.forgetStep = null;
        }
    }

    private void request(Event event) {
        Task task = task(event);
        state.movesOn(task);
        task.asking = true;
        task.opcode = event.opcode();
        task.nodeid = event.nodeid();
        task.use = null;
        task.useOf = null;
        use(event, task);
    }

    private void background(Event event) {
        Task task = task(event);
        state.movesOn(task);
        use(event, task);
        task.use = null;
        task.useOf = null;
    }

    /** Books a request: whose it is, and whether the nodeid that it names was forgotten. */
    private void use(Event event, Task task) {
        lastUse = null;
        lastUseOf = null;
        Superblock superblock = connections.superblock(event);
        KernelConnection connection = connections.connectionOf(event, superblock);
        task.superblock = superblock;
        task.connection = connection;
        connection.tally().request(event.opcode());
        if (superblock == null && event.hasSuperblock()) {
            unknownSuperblocks.add(event, taskNames);
        }
        if (!event.hasNodeid() || !Answers.usesNodeid(event.opcode()) || event.nodeid() == 0) {
            return;
        }
        Drop drop = forgets.dropUsedBy(event, superblock, connection, task);
        usedRoot(event, superblock);
        if (drop != null) {
            boolean aliased = forgets.isAliased(drop.epoch(), connection);
            Use use = new Use(new Mark(event, taskNames), event.opcode(), superblock, aliased, order);
            drop.used(use);
            task.use = use;
            task.useOf = drop;
            lastUse = use;
            lastUseOf = drop;
        }
        if (watch.follows(event.nodeid())) {
            StepKind kind = drop != null ? StepKind.USED_FORGOTTEN : StepKind.USED;
            step(event.nodeid(), kind, event, superblock).opcode = event.opcode();
            watch.take(event.nodeid());
        }
    }

    private void usedRoot(Event event, @Nullable Superblock superblock) {
        if (superblock != null && superblock.isSubmount() && superblock.rootNodeid() == event.nodeid()) {
            Inode root = superblock.inode(event.nodeid());
            SubmountHistory history = superblock.connection().historyIfAny(event.nodeid());
            if (history != null && root != null && root.isRoot()) {
                history.add(
                        SubmountHistory.Kind.USED,
                        root.historyNumber(),
                        -1,
                        -1,
                        superblock,
                        new Mark(event, taskNames));
            }
        }
    }

    /** The use that the last request was, null if its nodeid was not forgotten. */
    @Nullable
    Use lastUse() {
        return lastUse;
    }

    @Nullable
    Drop lastUseOf() {
        return lastUseOf;
    }

    /** The drop that the FORGET just taken in brought, null if it brought none. */
    @Nullable
    Drop lastDrop(Event event) {
        return task(event).forgot;
    }

    /** Whether the FORGET just taken in goes to the server: the connection that it is of lives on. */
    boolean isForgetSent(Event event) {
        Task task = task(event);
        Inode evicted = task.evicted;
        // without an eviction it gives back what a reply handed out and no inode took
        KernelConnection connection =
                evicted == null ? task.connection : evicted.superblock().connection();
        return connection != null && connection.isMounted() && event.nodeid() != KernelConnection.ROOT;
    }

    private void requestReturn(Event event) {
        Task task = task(event);
        if (!task.asking) {
            return;
        }
        task.asking = false;
        boolean known = event.hasError();
        int error = event.error();
        if (known && error < 0 && task.connection != null) {
            task.connection.tally().error(error);
        }
        if (known && task.use != null && task.useOf != null) {
            task.useOf.answered(task.use, Math.min(error, 0));
        }
        if (known && error < 0 && watch.follows(task.nodeid)) {
            StepKind kind = task.useOf != null ? StepKind.ERROR_FORGOTTEN : StepKind.ERROR;
            step(task.nodeid, kind, event, task.superblock).opcode = task.opcode;
            watch.take(task.nodeid);
        }
        task.use = null;
        task.useOf = null;
        if (known && error >= 0) {
            walk.succeeded(event, task, error, event.hasCaller() ? event.caller() : KernelFunction.UNKNOWN);
        }
    }

    private void submount(Event event) {
        Task task = task(event);
        walk.begins(event, task);
        if (event.hasNodeid() && watch.follows(event.nodeid())) {
            Inode mountPoint = task.mountPoint;
            step(event.nodeid(), StepKind.SUBMOUNT, event, mountPoint == null ? null : mountPoint.superblock());
            watch.take(event.nodeid());
        }
    }

    private void submountReturn(Event event) {
        walk.ends(event, task(event));
    }

    private void kill(Event event) {
        Superblock superblock = connections.superblock(event);
        if (superblock == null) {
            return;
        }
        Inode root = superblock.hasRoot() ? superblock.inode(superblock.rootNodeid()) : null;
        if (root != null && root.history() != null) {
            root.history()
                    .add(
                            SubmountHistory.Kind.KILLED,
                            root.historyNumber(),
                            -1,
                            -1,
                            superblock,
                            new Mark(event, taskNames));
        }
        connections.kill(superblock, new Mark(event, taskNames));
        superblock.nodeids().forEach(nodeid -> {
            if (watch.follows(nodeid)) {
                step(nodeid, StepKind.UNMOUNTED, event, superblock);
                watch.take(nodeid);
            }
        });
    }

    /** Begins a step of a nodeid that is followed, with what is held after it. */
    private StepDraft step(long nodeid, StepKind kind, Event event, @Nullable Superblock superblock) {
        StepDraft step = watch.step(kind, event);
        step.superblock = superblock;
        KernelConnection connection =
                superblock == null ? state.connections().thatKnows(nodeid) : superblock.connection();
        if (connection == null) {
            step.counted = false;
            return step;
        }
        Epoch goesOn = connection.live(nodeid);
        if (goesOn != null) {
            step.counted = goesOn.isExact() && !state.isLossy();
            step.count = goesOn.count();
            hold(goesOn, step);
        }
        for (Epoch life : connection.droppedLives(nodeid)) {
            step.count = goesOn == null ? life.count() : step.count;
            hold(life, step);
        }
        return step;
    }

    /** Adds who holds a life of a nodeid. */
    private void hold(Epoch life, StepDraft step) {
        List<Inode> holders = life.holders();
        for (int i = 0; i < holders.size(); i++) {
            Inode inode = holders.get(i);
            if (inode.counts() == life) {
                boolean forgotten = inode.epoch().drop() != null;
                boolean isKnown = inode.superblock().isWhole(state.losses());
                long own = isKnown ? inode.known() : Watch.Held.UNKNOWN;
                step.held.add(new Watch.Held(inode.superblock(), own, inode.isRoot(), forgotten));
            }
        }
    }

    /** The life of a nodeid on some connection that is not over, null if none knows it. */
    @Nullable
    Epoch known(long nodeid) {
        KernelConnection connection = connections.thatKnows(nodeid);
        return connection == null ? null : connection.known(nodeid);
    }

    /** Every FORGET that took a nodeid from a superblock that still held it, as far as this side can tell. */
    public List<Drop> drops() {
        return forgets.drops();
    }

    /** Inodes that a living superblock let go without a FORGET. */
    public List<Unforgotten> unforgotten() {
        return state.leaks().unforgotten();
    }

    /** Drops beyond those kept. */
    public long dropsOmitted() {
        return forgets.dropsOmitted();
    }

    public List<KernelConnection> connections() {
        return connections.reported();
    }

    /** Connections beyond those. */
    public Counted connectionsOmitted() {
        return connections.omitted();
    }

    /** Superblocks beyond those that the connections name. */
    public Counted superblocksOmitted() {
        return connections.superblocksOmitted();
    }

    /** Whether the recorder lost events, so that everything is a bound. */
    public boolean isLossy() {
        return state.isLossy();
    }

    /** Whether the capture shows inodes being evicted. */
    public boolean hasSeenEvictions() {
        return state.hasSeenEvictions();
    }

    /** What the capture showed of the kernel's way to count a submount's lookup. */
    public SubmountEvidence submountEvidence() {
        return state.evidence();
    }

    /** Requests whose superblock pointer belongs to no superblock that was seen. */
    public Counted unknownSuperblocks() {
        return unknownSuperblocks;
    }

    /** Epochs met, live at the end, and most at one time. */
    public NodeTotals totals() {
        return state.totals();
    }
}
