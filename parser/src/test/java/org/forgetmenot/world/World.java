// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.wire.NotifyCode;
import org.forgetmenot.wire.Opcode;

/** A machine with one FUSE filesystem, and a server for it: plays a script and keeps a journal of all that happens. */
final class World {
    private static final long MS = 1_000_000L;
    private static final int CALM_AFTER = 12;

    private final Setting setting;
    private final Schedule schedule;
    private final SimServer server;
    private final SimKernel kernel;
    private final Syscalls calls;
    private final Journal journal = new Journal();
    private final List<SimTask> tasks = new ArrayList<>();
    private final SimTask shell;
    private final SimTask.Namespace outer;
    private final Transport transport;
    private final Plant plant;
    private boolean met;

    private World(Script script, Plant plant) {
        Dice dice = new Dice(script.seed());
        this.plant = plant;
        this.setting = script.setting();
        int connection = script.connection();
        schedule = new Schedule(3_000 * MS + connection * 777_777L);
        server = new SimServer(setting, new HostTree(dice, setting.virtio()), plant);
        transport = new Transport(setting, schedule, server, journal.wire(), plant, dice, connection);
        KernelTrace trace =
                new KernelTrace(script.traced() ? journal.kernel() : null, schedule, connection, setting.virtio());
        kernel = new SimKernel(setting, schedule, transport, trace, plant, dice, connection);
        calls = new Syscalls(kernel);
        kernel.onEvicted(this::evicted);
        int pid = 100 + 50 * connection;
        shell = new SimTask(pid, "mount", false, null);
        kernel.mount(shell);
        outer = new SimTask.Namespace(kernel.main().root);
        shell.namespace = outer;
        for (int i = 0; i < Script.TASKS; i++) {
            boolean contained = i >= Script.TASKS / 2;
            tasks.add(new SimTask(pid + 1 + i, contained ? "container-" + i : "sh", contained, outer));
        }
    }

    /** A FORGET is held back until the name is looked up again: they meet on the way. */
    private void evicted(SimDentry name, Cause cause) {
        if (cause != Cause.UNMOUNT && plant.concerns(Fault.LOOKUP_FORGET_RACE, name.inode.nodeid) && !met) {
            met = true;
            schedule.after(MS, () -> calls.lookupAgain(shell, name));
        }
    }

    /** Plays a script to its end. */
    static World play(Script script, Plant plant) {
        World world = new World(script, plant);
        world.schedule.run(); // INIT
        long atNs = world.schedule.nowNs();
        for (Step step : script.steps()) {
            Dice dice = new Dice(step.seed());
            atNs += dice.between(MS / 20, 3 * MS);
            if (step.kind() == Step.Kind.PAUSE) {
                atNs += dice.of(5 * MS, 30 * MS, 1500 * MS);
            }
            world.schedule.at(atNs, () -> world.begin(step));
        }
        world.schedule.run();
        world.provoke();
        if (world.transport.isLostForGood()) {
            plant.confirm();
        }
        if (script.unmounts()) {
            world.unmount();
        }
        return world;
    }

    /** What it takes to show some faults. */
    private void provoke() {
        shell.dice = new Dice(shell.pid);
        for (String name : HostTree.NAMES) {
            calls.lookupOften(
                    shell,
                    List.of(name),
                    plant.provokes(Fault.GENERATION_FLAP, Fault.NODEID_FLAP, Fault.INO_COLLISION));
        }
        schedule.run();
        if (plant.takes(Fault.ROOT_FORGOTTEN, SimKernel.ROOT)) {
            kernel.forget(shell, SimKernel.ROOT, 1, Cause.LAST_REFERENCE);
            schedule.run();
            kernel.useAgain(kernel.main().root.inode);
            schedule.run();
        }
    }

    private void begin(Step step) {
        SimTask task = tasks.get(step.who());
        switch (step.kind()) {
            case SHRINK, HOST, NOTIFY, RESEND -> now(step, new Dice(step.seed()));
            case PAUSE -> {}
            default -> {
                task.steps.add(step);
                next(task);
            }
        }
    }

    private void next(SimTask task) {
        if (task.busy || task.steps.isEmpty()) {
            return;
        }
        task.busy = true;
        Step step = task.steps.remove();
        task.dice = new Dice(step.seed());
        perform(step, task, () -> {
            task.busy = false;
            next(task);
        });
    }

    private void perform(Step step, SimTask task, Runnable done) {
        switch (step.kind()) {
            case STAT -> calls.stat(task, done);
            case READ -> calls.read(task, done);
            case OPEN_AND_KEEP -> calls.openAndKeep(task, done);
            case CLOSE -> calls.closeOne(task, done);
            case LIST -> calls.list(task, done);
            case CREATE -> calls.make(task, Opcode.CREATE, done);
            case MKDIR -> calls.make(task, Opcode.MKDIR, done);
            case MKNOD -> calls.make(task, Opcode.MKNOD, done);
            case SYMLINK -> calls.make(task, Opcode.SYMLINK, done);
            case LINK -> calls.hardLink(task, done);
            case TMPFILE -> calls.tmpfile(task, done);
            case UNLINK -> calls.remove(task, Opcode.UNLINK, done);
            case RMDIR -> calls.remove(task, Opcode.RMDIR, done);
            case RENAME -> calls.rename(task, done);
            case XATTR -> calls.xattr(task, done);
            case STATFS -> calls.statfs(task, done);
            case EXPORT -> calls.export(task, done);
            case ENTER -> {
                if (setting.virtio()) {
                    calls.enter(task, outer, done);
                } else {
                    done.run();
                }
            }
            case EXIT -> calls.exit(task, outer, done);
            case EXPIRE -> calls.expire(task, task.namespace, done);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    /** What no task of the guest waits for. */
    private void now(Step step, Dice dice) {
        switch (step.kind()) {
            case SHRINK -> {
                boolean pressure = dice.coin();
                kernel.shrink(
                        pressure ? kernel.kswapd : shell,
                        dice,
                        1 + dice.below(8),
                        pressure ? Cause.KSWAPD : Cause.DROP_CACHES);
            }
            case HOST -> changeHost(dice);
            case NOTIFY -> inval(dice);
            case RESEND -> transport.resend();
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    /** Somebody replaces, removes or makes a file behind the server's back. */
    private void changeHost(Dice dice) {
        HostFile directory = server.tree().root;
        for (int depth = dice.below(3); depth > 0; depth--) {
            List<HostFile> below = directory.children.values().stream()
                    .filter(HostFile::isDirectory)
                    .toList();
            directory = below.isEmpty() ? directory : dice.pick(below);
        }
        String name = dice.pick(HostTree.NAMES);
        HostFile there = directory.children.get(name);
        if (there != null && there.holdsMount()) {
            return;
        }
        directory.children.remove(name);
        if (dice.below(3) > 0) {
            directory.make(name, dice.of(HostFile.REGULAR, HostFile.DIRECTORY));
        }
    }

    /** The server tells the kernel to forget a name ({@code fuse_reverse_inval_entry}) or the attributes of a nodeid. */
    private void inval(Dice dice) {
        SimDentry directory = kernel.main().root;
        SimDentry child = directory.children.get(dice.pick(HostTree.NAMES));
        if (child == null || child.inode == null || child.holdsMount() || kernel.robsBelow(child)) {
            return;
        }
        if (dice.oneIn(3)) {
            transport.notify(new WireFact.Notice(NotifyCode.INVAL_INODE.number(), child.inode.nodeid, 0, ""));
            return;
        }
        boolean delete = dice.oneIn(3);
        transport.notify(new WireFact.Notice(
                (delete ? NotifyCode.DELETE : NotifyCode.INVAL_ENTRY).number(),
                SimKernel.ROOT,
                child.inode.nodeid,
                child.name));
        kernel.unhash(child, kernel.daemon, Cause.INVALIDATE);
    }

    /** All files are closed, all containers end, and the filesystem is unmounted. */
    private void unmount() {
        for (SimTask task : tasks) {
            task.dice = new Dice(task.pid);
            calls.closeAll(task, () -> {});
        }
        schedule.run();
        for (int i = 0; i < CALM_AFTER && kernel.superblocks.size() > 1; i++) {
            for (SimTask task : tasks) {
                calls.expire(task, task.namespace, () -> {});
                calls.exit(task, outer, () -> {});
            }
            schedule.run();
            kernel.shrink(shell, shell.dice, CALM_AFTER * (i + 1), Cause.DROP_CACHES);
            schedule.run();
        }
        if (kernel.superblocks.size() == 1 && !SimKernel.isBusyBelow(kernel.main().root)) {
            plant.confirm(Fault.HANDLE_LEAK, Fault.UNANSWERED_REQUEST);
            if (!server.live().isEmpty() && plant.takes(Fault.RESIDUAL_AT_UNMOUNT, 0)) {
                plant.confirm();
            }
            kernel.killSuperblock(kernel.main(), shell);
            schedule.run();
        }
    }

    Setting setting() {
        return setting;
    }

    Journal journal() {
        return journal;
    }

    SimServer server() {
        return server;
    }

    /** The same run as other kernels would have counted it. */
    Recounted recounted() {
        return kernel.recounted;
    }

    /** Nodeids of files that the kernel has inodes of, every lookup of which its probes show. */
    List<Long> exactNodeids() {
        return kernel.exactNodeids();
    }

    /** How many nodeids the kernel has inodes of. */
    long heldNodeids() {
        return kernel.heldNodeids();
    }

    /** Of how many of those only roots of submounts are left. */
    long nodeidsOfRoots() {
        return kernel.nodeidsOfRoots();
    }

    /** The kernel's inodes of a nodeid. */
    List<SimInode> inodes(long nodeid) {
        return kernel.inodes(nodeid);
    }

    Plant plant() {
        return plant;
    }

    /** Whether the connection was ended in good order. */
    boolean isUnmounted() {
        return !transport.isConnected();
    }
}
