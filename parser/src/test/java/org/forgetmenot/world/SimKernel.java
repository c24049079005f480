// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** The kernel's caches: superblocks, inodes, dentries, and how they come and go (fs/dcache.c, fs/fuse/inode.c). */
final class SimKernel {
    static final long ROOT = 1;
    private static final int FIRST_SDEV = 17;
    /** After which every FORGET has come to the server. */
    private static final long LATER_NS = 40_000_000L;
    /** Between two connections of one machine. */
    private static final int DEVICES_APART = 20;

    final Setting setting;
    final Schedule schedule;
    final Transport transport;
    final KernelTrace trace;
    final Plant plant;
    final Dice dice;
    final Recounted recounted = new Recounted();
    final SimTask kswapd;
    final SimTask daemon;
    final List<SimSuperblock> superblocks = new ArrayList<>();
    private final int connection;
    private final Map<Long, List<SimInode>> inodes = new HashMap<>();
    private final Deque<Long> freeInodes = new ArrayDeque<>();
    private final Deque<Long> freeSuperblocks = new ArrayDeque<>();
    private final BitSet devices = new BitSet();
    private Evicted evicted = (name, cause) -> {};
    private long nextInode;
    private long nextSuperblock;
    private boolean sawForget;
    /** The superblock from which an inode went without a FORGET, null if none did. */
    private SimSuperblock leaked;

    SimKernel(
            Setting setting,
            Schedule schedule,
            Transport transport,
            KernelTrace trace,
            Plant plant,
            Dice dice,
            int connection) {
        this.setting = setting;
        this.schedule = schedule;
        this.transport = transport;
        this.trace = trace;
        this.plant = plant;
        this.dice = dice;
        this.connection = connection;
        nextInode = 0xff11_0000_047f_0000L + ((long) connection << 32);
        nextSuperblock = 0xff11_0000_0f00_0000L + ((long) connection << 32);
        kswapd = new SimTask(30, "kswapd0", false, null);
        daemon = new SimTask(40 + connection, "virtiofsd", false, null);
    }

    /** Told of names whose inode went with them. */
    interface Evicted {
        void with(SimDentry name, Cause cause);
    }

    void onEvicted(Evicted listener) {
        evicted = listener;
    }

    SimSuperblock main() {
        return superblocks.get(0);
    }

    /** Mounts the filesystem; INIT goes out in the background. */
    void mount(SimTask task) {
        SimSuperblock superblock = newSuperblock(false);
        trace.iget(task, superblock, new EntryReply(ROOT, 0, 0, 0040000, 0, 2, 0));
        SimInode root = newInode(superblock, ROOT, 0, 0040755, false, true);
        root.nlookup = 1;
        superblock.hashed.put(ROOT, root);
        trace.igetReturned(task, "fuse_fill_super_common", root.pointer);
        plantRoot(superblock, root);
        background(task, superblock, new Request(Opcode.INIT, 0, 0), reply -> {});
    }

    private void plantRoot(SimSuperblock superblock, SimInode root) {
        superblock.root = new SimDentry(superblock, null, "", root);
        superblock.root.pins = 1;
        root.dentries.add(superblock.root);
    }

    SimSuperblock newSuperblock(boolean submount) {
        int device = devices.nextClearBit(0);
        devices.set(device);
        Long again = freeSuperblocks.poll();
        long pointer = again == null ? nextSuperblock : again;
        nextSuperblock += again == null ? 0x800 : 0;
        SimSuperblock superblock =
                new SimSuperblock(pointer, FIRST_SDEV + connection * DEVICES_APART + device, submount);
        superblocks.add(superblock);
        return superblock;
    }

    /** A superblock that came to nothing, or whose last inode is gone. */
    void freeSuperblock(SimSuperblock superblock) {
        superblock.killed = true;
        superblocks.remove(superblock);
        freeSuperblocks.push(superblock.pointer);
        devices.clear(superblock.sDev - FIRST_SDEV - connection * DEVICES_APART);
    }

    private SimInode newInode(
            SimSuperblock superblock, long nodeid, long generation, int mode, boolean mountPoint, boolean root) {
        Long again = freeInodes.poll();
        long pointer = again == null ? nextInode : again;
        nextInode += again == null ? 0x340 : 0;
        SimInode inode = new SimInode(superblock, nodeid, generation, mode, pointer, mountPoint, root);
        inodes.computeIfAbsent(nodeid, n -> new ArrayList<>()).add(inode);
        return inode;
    }

    /** All inodes of a nodeid, in any superblock. */
    List<SimInode> inodes(long nodeid) {
        return inodes.getOrDefault(nodeid, List.of());
    }

    /** How many nodeids there are inodes of. */
    long heldNodeids() {
        return inodes.values().stream().filter(list -> !list.isEmpty()).count();
    }

    /** How many there are of which only roots of submounts are left. */
    long nodeidsOfRoots() {
        return inodes.values().stream()
                .filter(list -> !list.isEmpty() && list.stream().allMatch(i -> i.root && i.nodeid != ROOT))
                .count();
    }

    /** Nodeids that have inodes, none of which is a mount point or root or was ever counted but in {@code fuse_iget}. */
    List<Long> exactNodeids() {
        return inodes.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .filter(e -> e.getValue().stream().noneMatch(i -> i.mountPoint || i.root || i.countedUnseen))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** {@code fuse_iget}: the inode that an entry stands for, with one more lookup; null if there is no memory. */
    SimInode iget(SimTask task, SimSuperblock superblock, EntryReply entry, String caller, boolean mayFail) {
        trace.iget(task, superblock, entry);
        if (superblock == leaked) {
            plant.confirm(); // it lives on, so this was no unmount
        }
        if (task.dice.oneIn(25)) {
            shrink(task, task.dice, 2, Cause.DIRECT_RECLAIM);
        }
        if (mayFail && task.dice.oneIn(150)) {
            trace.igetReturned(task, caller, 0);
            forget(task, entry.nodeid(), 1, Cause.NO_MEMORY);
            return null;
        }
        SimInode inode = entry.isSubmount() ? mountPoint(superblock, entry) : ordinary(superblock, entry);
        trace.igetReturned(task, caller, inode.pointer);
        return inode;
    }

    private SimInode mountPoint(SimSuperblock superblock, EntryReply entry) {
        SimInode inode = newInode(superblock, entry.nodeid(), entry.generation(), entry.mode(), true, false);
        setting.policy().got(inode);
        recounted.got(inode);
        return inode;
    }

    private SimInode ordinary(SimSuperblock superblock, EntryReply entry) {
        SimInode inode = superblock.hashed.get(entry.nodeid());
        if (inode == null || !inode.isSame(entry)) { // else bad from now on
            inode = newInode(superblock, entry.nodeid(), entry.generation(), entry.mode(), false, false);
            superblock.hashed.put(entry.nodeid(), inode);
        }
        inode.nlookup++;
        return inode;
    }

    /** The root of a submount: {@code fuse_fill_super_submount}. */
    void enter(SimTask task, SimSuperblock superblock, SimInode mountPoint) {
        trace.iget(
                task,
                superblock,
                new EntryReply(mountPoint.nodeid, mountPoint.generation, 0, mountPoint.mode, 0, 2, 0));
        SimInode root = newInode(superblock, mountPoint.nodeid, mountPoint.generation, mountPoint.mode, false, true);
        superblock.hashed.put(root.nodeid, root);
        setting.policy().entered(mountPoint, root);
        recounted.entered(mountPoint, root);
        trace.igetReturned(task, "fuse_get_tree_submount", root.pointer);
        plantRoot(superblock, root);
    }

    /** {@code fuse_queue_forget}. */
    void forget(SimTask task, long nodeid, long nlookup, Cause cause) {
        trace.forget(task, nodeid, nlookup, cause);
        transport.forget(nodeid, nlookup);
    }

    private void evict(SimInode inode, SimTask task, Cause cause) {
        trace.evict(task, inode);
        inodes.get(inode.nodeid).remove(inode);
        inode.superblock.hashed.remove(inode.nodeid, inode);
        recounted.evicted(inode);
        freeInodes.push(inode.pointer);
        if (cause != Cause.UNMOUNT && isOrdinary(inode)) {
            plant.takes(Fault.LOOKUP_FORGET_RACE, inode.nodeid); // its FORGET is held back
        }
        if (leaks(inode, cause)) {
            schedule.after(
                    LATER_NS,
                    () -> ask(task, main(), new Request(Opcode.GETATTR, ROOT, task.pid), reply -> {
                        leaked = inode.superblock; // whoever let it go does something else
                    }));
            return;
        }
        sawForget |= inode.nlookup > 0;
        CountPolicy.evicted(inode, nlookup -> forget(task, inode.nodeid, nlookup + surplus(inode), cause));
    }

    /** What is given back beyond what there was. */
    private int surplus(SimInode inode) {
        return isOrdinary(inode) && plant.takes(Fault.OVER_FORGET, inode.nodeid) ? 1 : 0;
    }

    /** Whether the server counts the nodeid for this inode alone. */
    private boolean isOrdinary(SimInode inode) {
        return !inode.mountPoint
                && !inode.root
                && inode.nlookup > 0
                && inodes(inode.nodeid).isEmpty();
    }

    /** An inode that goes while its superblock lives on, without a word to the server. */
    private boolean leaks(SimInode inode, Cause cause) {
        return sawForget && cause != Cause.UNMOUNT && isOrdinary(inode) && plant.takes(Fault.LOOKUP_LEAK, inode.nodeid);
    }

    /** All of an inode in use is given back, and it is used on. */
    void forgetTooEarly(SimTask task, SimInode inode) {
        if (inode.root
                || inode.mountPoint
                || inode.nlookup == 0
                || inodes(inode.nodeid).size() > 1
                || !plant.takes(Fault.USE_AFTER_FORGET, inode.nodeid)) {
            return;
        }
        forget(task, inode.nodeid, inode.nlookup, Cause.LAST_REFERENCE);
        inode.nlookup = 0;
        schedule.after(LATER_NS, () -> useAgain(inode));
    }

    /** Whether the server would let go of a nodeid that another inode still stands for. */
    private boolean robs(SimInode inode) {
        if (setting.policy() == CountPolicy.SHARED || setting.policy() == CountPolicy.LOOKUP) {
            return false;
        }
        long gives = inode.nlookup;
        long left = -gives;
        for (SimInode other : inodes(inode.nodeid)) {
            left += other.nlookup;
        }
        return gives > 0 && left <= 0 && inodes(inode.nodeid).size() > 1;
    }

    /** Whether an inode may go: kernels without the fix would do harm, which only a planted fault lets them. */
    boolean mayEvict(SimInode inode) {
        if (!robs(inode)) {
            return true;
        }
        if (!plant.takes(Fault.FORGET_BEFORE_LAST_USE, inode.nodeid)) {
            return false;
        }
        plant.by(inode.superblock.sDev);
        for (SimInode other : inodes(inode.nodeid)) {
            if (other != inode) {
                plant.heldBy(other.superblock.sDev);
                schedule.after(LATER_NS, () -> useAgain(other));
            }
        }
        return true;
    }

    /** Somebody uses an inode, if it is still there; that the server does not know it shows the fault. */
    void useAgain(SimInode inode) {
        if (!inodes(inode.nodeid).contains(inode)) {
            return;
        }
        inode.dentries.forEach(dentry -> dentry.pins++);
        List<SimDentry> pinned = List.copyOf(inode.dentries);
        Request request = new Request(Opcode.GETATTR, inode.nodeid, daemon.pid);
        ask(daemon, inode.superblock, request, reply -> {
            // of a nodeid that was just handed out again nobody can tell whose fault it is
            boolean isAmbiguous = plant.isFor(Fault.USE_AFTER_FORGET) && request.wasCounted;
            if (reply.error() == -Errno.EBADF.number() && !isAmbiguous) {
                plant.confirm();
            }
            pinned.forEach(dentry -> unpin(dentry, daemon, Cause.LAST_REFERENCE));
        });
    }

    // dentries

    SimDentry newDentry(SimDentry parent, String name, SimInode inode, long validNs) {
        SimDentry dentry = new SimDentry(parent.superblock, parent, name, inode);
        parent.children.put(name, dentry);
        parent.pins++;
        dentry.validUntilNs = schedule.nowNs() + validNs;
        if (inode != null) {
            inode.dentries.add(dentry);
        }
        return dentry;
    }

    /** {@code d_splice_alias}: a directory has one name, which follows it to where it is found. */
    SimDentry splice(SimTask task, SimDentry parent, String name, SimInode inode, long validNs) {
        SimDentry before = parent.children.get(name);
        if (before != null) {
            unhash(before, task, Cause.REVALIDATE);
        }
        SimDentry alias = inode.isDirectory() && !inode.dentries.isEmpty() ? inode.dentries.get(0) : null;
        if (alias == null) {
            return newDentry(parent, name, inode, validNs);
        }
        if (alias.parent == null || parent.isBelow(alias)) {
            return null; // ELOOP
        }
        move(alias, parent, name, task);
        alias.validUntilNs = schedule.nowNs() + validNs;
        return alias;
    }

    void move(SimDentry dentry, SimDentry parent, String name, SimTask task) {
        SimDentry from = dentry.parent;
        if (dentry.hashed) {
            from.children.remove(dentry.name);
        }
        dentry.hashed = true;
        dentry.name = name;
        dentry.parent = parent;
        parent.children.put(name, dentry);
        parent.pins++;
        unpin(from, task, Cause.LAST_REFERENCE);
    }

    void unpin(SimDentry dentry, SimTask task, Cause cause) {
        dentry.pins--;
        if (!dentry.hashed && !dentry.dying && !isBusy(dentry)) {
            dentry.dying = true; // its children's going is not its own end
            dropBelow(dentry, task, cause);
            kill(dentry, task, cause);
        }
    }

    /** Whether letting go of a name would take a nodeid from somebody else. */
    boolean robsBelow(SimDentry dentry) {
        return (dentry.inode != null && robs(dentry.inode))
                || dentry.children.values().stream().anyMatch(this::robsBelow);
    }

    /** Walks find it no more; it goes with its last user. */
    void unhash(SimDentry dentry, SimTask task, Cause cause) {
        if (!dentry.hashed) {
            return;
        }
        for (SimDentry child : List.copyOf(dentry.children.values())) {
            unhash(child, task, cause);
        }
        dentry.hashed = false;
        dentry.parent.children.remove(dentry.name);
        if (dentry.pins == 0) {
            kill(dentry, task, cause);
        }
    }

    private void kill(SimDentry dentry, SimTask task, Cause cause) {
        dentry.dying = true;
        if (dentry.hashed && dentry.parent != null) {
            dentry.parent.children.remove(dentry.name);
            dentry.hashed = false;
        }
        SimInode inode = dentry.inode;
        if (inode != null) {
            inode.dentries.remove(dentry);
            if (inode.dentries.isEmpty()) {
                evict(inode, task, cause);
                evicted.with(dentry, cause);
            }
        }
        if (dentry.parent != null) {
            unpin(dentry.parent, task, cause);
        }
    }

    /** The dentry shrinker: lets go of some names that nobody uses. */
    void shrink(SimTask task, Dice chance, int most, Cause cause) {
        for (int i = 0; i < most; i++) {
            List<SimDentry> unused = new ArrayList<>();
            superblocks.stream().filter(s -> s.root != null).forEach(s -> collect(s.root, unused));
            if (unused.isEmpty()) {
                return;
            }
            SimDentry victim = chance.pick(unused);
            SimInode inode = victim.inode;
            if (inode == null || inode.dentries.size() > 1 || mayEvict(inode)) {
                kill(victim, task, cause);
            }
        }
    }

    private static void collect(SimDentry dentry, List<SimDentry> unused) {
        if (dentry.pins == 0) {
            unused.add(dentry);
        }
        dentry.children.values().forEach(child -> collect(child, unused));
    }

    /** Whether files, walks or mounts hold anything of a superblock. */
    static boolean isBusy(SimSuperblock superblock) {
        return superblock.root == null || isBusyBelow(superblock.root);
    }

    static boolean isBusyBelow(SimDentry root) {
        return root.pins - 1 > root.children.size()
                || root.children.values().stream().anyMatch(SimKernel::isBusy);
    }

    private static boolean isBusy(SimDentry dentry) {
        return dentry.pins > dentry.children.size()
                || dentry.children.values().stream().anyMatch(SimKernel::isBusy);
    }

    /** {@code kill_sb}: all that is left of a superblock goes. */
    void killSuperblock(SimSuperblock superblock, SimTask task) {
        trace.killSuperblock(task, superblock);
        superblock.killed = true;
        if (superblock == main()) {
            unmountLast(superblock, task);
        } else {
            dropTree(superblock, task);
        }
    }

    private void unmountLast(SimSuperblock superblock, SimTask task) {
        if (!setting.virtio()) {
            transport.abort();
            dropTree(superblock, task);
            return;
        }
        ask(task, superblock, new Request(Opcode.DESTROY, 0, 0), "fuse_send_destroy", reply -> {
            transport.abort();
            dropTree(superblock, task);
        });
    }

    private void dropTree(SimSuperblock superblock, SimTask task) {
        dropBelow(superblock.root, task, Cause.UNMOUNT);
        superblock.root.pins--;
        kill(superblock.root, task, Cause.UNMOUNT);
        freeSuperblock(superblock);
    }

    private void dropBelow(SimDentry dentry, SimTask task, Cause cause) {
        for (SimDentry child : List.copyOf(dentry.children.values())) {
            dropBelow(child, task, cause);
            kill(child, task, cause);
        }
    }

    // requests

    /** A task asks and waits. */
    void ask(SimTask task, SimSuperblock superblock, Request request, String caller, Consumer<Reply> then) {
        trace.request(task, superblock, request);
        uses(superblock, request);
        transport.send(request, reply -> {
            trace.requestReturned(task, caller, result(request, reply));
            then.accept(reply);
        });
    }

    void ask(SimTask task, SimSuperblock superblock, Request request, Consumer<Reply> then) {
        ask(task, superblock, request, KernelTrace.callerOf(request.opcode), then);
    }

    private static int result(Request request, Reply reply) {
        return request.opcode == Opcode.READDIRPLUS
                ? reply.error() + reply.entries().size() * 160
                : reply.error() + reply.size();
    }

    private void uses(SimSuperblock superblock, Request request) {
        boolean mayBeOvertaken = request.opcode == Opcode.RELEASE || request.opcode == Opcode.RELEASEDIR;
        if (superblock.root != null && superblock.root.inode.nodeid == request.nodeid && !mayBeOvertaken) {
            recounted.used(superblock.root.inode);
        }
    }

    /** Another lookup of what there is an inode of. */
    void countAgain(SimInode inode) {
        inode.nlookup++;
        inode.countedUnseen = true;
        recounted.gotAgain(inode);
    }

    /** Nobody waits for it. */
    void background(SimTask task, SimSuperblock superblock, Request request, Consumer<Reply> then) {
        trace.background(task, superblock, request);
        uses(superblock, request);
        transport.send(request, then);
    }
}
