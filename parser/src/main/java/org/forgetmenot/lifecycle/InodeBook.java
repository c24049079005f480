// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** The kernel's inodes: got, evicted, and what of the server's counts goes with them. */
final class InodeBook {
    private static final int FUSE_ATTR_SUBMOUNT = 1;

    private final Connections connections;
    private final TaskNames taskNames;
    private final Long2ObjectOpenHashMap<Inode> byPointer = new Long2ObjectOpenHashMap<>();
    private final List<Drop> drops = new ArrayList<>();
    private final SubmountEvidence evidence = new SubmountEvidence();
    private final NodeTotals totals = new NodeTotals();
    private long dropsOmitted;
    private boolean sawEvictions;
    private boolean lossy;

    InodeBook(Connections connections, TaskNames taskNames) {
        this.connections = connections;
        this.taskNames = taskNames;
    }

    List<Drop> drops() {
        return drops;
    }

    long dropsOmitted() {
        return dropsOmitted;
    }

    SubmountEvidence evidence() {
        return evidence;
    }

    NodeTotals totals() {
        return totals;
    }

    /** The recorder lost events: from here on every count is a bound. */
    void lost() {
        lossy = true;
    }

    /** {@code fuse_iget}: a superblock gets an inode. */
    @Nullable
    Inode get(Event event, Task task) {
        if (!event.hasSuperblock() || !event.hasNodeid()) {
            return null;
        }
        Superblock known = connections.superblock(event);
        boolean isNew = known == null || !known.isAlive();
        boolean submountRoot = task.submounting
                ? !task.gotRoot && event.nodeid() == task.mountPointNodeid
                : isNew && connections.hasMountPoint(event.nodeid());
        boolean mountRoot = isNew && event.nodeid() == KernelConnection.ROOT;
        Superblock superblock = connections.superblockOf(event, task, submountRoot || mountRoot);
        Inode inode = submountRoot || mountRoot
                ? root(event, task, superblock, submountRoot)
                : counted(event, task, superblock);
        task.got = inode;
        return inode;
    }

    private Inode root(Event event, Task task, Superblock superblock, boolean submount) {
        Epoch epoch = epochFor(superblock.connection(), event.nodeid());
        Mark mark = new Mark(event, taskNames);
        Inode inode = new Inode(superblock, epoch, false, true);
        add(inode);
        superblock.mountedWith(event.nodeid(), submount, mark);
        if (submount) {
            task.gotRoot = true;
            epoch.submount();
            if (task.lookedUpInside) {
                inode.addKnown(1);
                epoch.add(1);
            }
            epoch.granted(new Grant(
                    mark, task.lookedUpInside ? Opcode.LOOKUP.number() : Grant.BORROWED, task.nodeid, superblock));
        }
        return inode;
    }

    private Inode counted(Event event, Task task, Superblock superblock) {
        KernelConnection connection = superblock.connection();
        Epoch epoch = epochFor(connection, event.nodeid());
        boolean mountPoint = event.hasAttrFlags() && (event.attrFlags() & FUSE_ATTR_SUBMOUNT) != 0;
        describe(epoch, event, mountPoint);
        Opcode opcode = Opcode.of(task.opcode);
        boolean gives = opcode != null && (opcode.countsEntry() || opcode == Opcode.READDIRPLUS);
        epoch.granted(new Grant(
                new Mark(event, taskNames), gives ? task.opcode : Grant.UNKNOWN, gives ? task.nodeid : 0, superblock));
        epoch.add(1);
        Epoch forgotten = connection.dropped(event.nodeid());
        if (forgotten != null && forgotten.drop() != null && opcode != null && creates(opcode)) {
            forgotten.drop().handedOutAgain();
        }
        Inode inode = superblock.inode(event.nodeid());
        if (inode != null && !mountPoint && inode.epoch().drop() != null && inode.counts() != epoch) {
            // fuse_iget finds the inode of the forgotten life, which now stands for another file
            inode.alias(epoch);
            epoch.holders().add(inode);
        } else if (inode == null || inode.counts() != epoch || mountPoint) {
            inode = new Inode(superblock, epoch, mountPoint, false);
            if (mountPoint) {
                inode.below(superblock.inode(task.nodeid));
            }
            add(inode);
        }
        inode.addKnown(1);
        return inode;
    }

    /** Whether the entry in the reply is a file that did not exist before. */
    private static boolean creates(Opcode opcode) {
        return opcode.countsEntry() && opcode != Opcode.LOOKUP && opcode != Opcode.LINK;
    }

    private static void describe(Epoch epoch, Event event, boolean mountPoint) {
        if (event.hasGeneration() && !epoch.hasGeneration()) {
            epoch.generation(event.generation());
        }
        if (event.hasMode() && epoch.mode() == 0) {
            epoch.mode(event.mode());
        }
        if (mountPoint) {
            epoch.submount();
        }
    }

    private Epoch epochFor(KernelConnection connection, long nodeid) {
        Epoch epoch = connection.live(nodeid);
        if (epoch == null) {
            epoch = new Epoch(nodeid, connection.isSeenFromMount() && !lossy);
            connection.begin(epoch);
            totals.begin();
        }
        return epoch;
    }

    private void add(Inode inode) {
        inode.superblock().add(inode);
        inode.epoch().holders().add(inode);
    }

    private void release(Inode inode) {
        inode.superblock().remove(inode);
        inode.epoch().holders().remove(inode);
        inode.counts().holders().remove(inode);
        if (inode.pointer() != 0) {
            byPointer.remove(inode.pointer(), inode);
        }
    }

    /** {@code fuse_iget} returned: the inode's address, which may be one that is known already. */
    void returned(Event event, Task task) {
        Inode got = task.got;
        task.got = null;
        if (got == null || !event.hasInode()) {
            return;
        }
        if (event.inode() == 0) {
            got.addKnown(-1);
            got.epoch().add(-1);
            if (got.known() == 0) {
                release(got);
            }
            return;
        }
        if (event.hasCaller() && event.caller() == KernelFunction.SUBMOUNT_ROOT && !got.isRoot()) {
            got = turnedRoot(got, event);
        }
        Epoch alias = got.alias();
        if (alias != null && got.pointer() != 0 && got.pointer() != event.inode()) {
            got = unaliased(got, alias);
        }
        Inode known = byPointer.get(event.inode());
        if (known == got) {
            return;
        }
        if (known != null && known.superblock() == got.superblock() && known.epoch() == got.epoch()) {
            known.addKnown(got.known());
            release(got);
            known.superblock().add(known);
            return;
        }
        if (known != null) {
            release(known); // its eviction was not seen
        }
        got.pointer(event.inode());
        byPointer.put(event.inode(), got);
    }

    /** The address shows that the kernel made a new inode after all (the type or generation differs). */
    private Inode unaliased(Inode inode, Epoch alias) {
        alias.holders().remove(inode);
        inode.alias(null);
        Inode own = new Inode(inode.superblock(), alias, false, false);
        own.addKnown(1);
        add(own);
        return own;
    }

    /** The caller shows that this was the root of a submount: it took no count. */
    private Inode turnedRoot(Inode got, Event event) {
        got.epoch().add(-got.known());
        release(got);
        Inode root = new Inode(got.superblock(), got.epoch(), false, true);
        add(root);
        got.superblock().mountedWith(got.nodeid(), true, new Mark(event, taskNames));
        return root;
    }

    /** {@code fuse_evict_inode}: its nlookup is the last word on what the inode had. */
    Superblock evict(Event event, Task task) {
        sawEvictions = true;
        task.movesOn();
        Superblock superblock = connections.superblockOf(event, task, false);
        Inode inode = event.hasInode() ? byPointer.get(event.inode()) : null;
        if (inode == null || inode.superblock() != superblock || inode.nodeid() != event.nodeid()) {
            inode = superblock.inode(event.nodeid());
        }
        if (inode == null) {
            Epoch epoch = epochFor(superblock.connection(), event.nodeid());
            epoch.inexact();
            inode = new Inode(superblock, epoch, false, event.nodeid() == KernelConnection.ROOT);
        }
        long nlookup = event.hasNlookup() ? event.nlookup() : inode.known();
        if (inode.nodeid() != KernelConnection.ROOT) {
            reconcile(inode, nlookup);
            task.evictedMaybeShared = inode.isMountPoint() && inode.possiblyUnseen() != 0;
        }
        release(inode);
        if (inode.isRoot()) {
            superblock.kill(new Mark(event, taskNames));
        }
        task.evicted = inode;
        task.evictedLeft = nlookup;
        Epoch epoch = inode.epoch();
        if (epoch.drop() != null && epoch.holders().isEmpty() && task.evictedLeft == 0) {
            superblock.connection().end(epoch);
        }
        return superblock;
    }

    private void reconcile(Inode inode, long nlookup) {
        long unseen = nlookup - inode.known();
        Epoch epoch = inode.counts();
        if (unseen > 0 && epoch.drop() != null) {
            revive(epoch, epoch.drop(), inode);
        }
        if (unseen > 0 && inode.isRoot() && inode.superblock().isSubmount()) {
            // nothing but the mount point's own lookup can be counted there
            evidence.stolen();
            for (Inode other : epoch.holders()) {
                if (other.isMountPoint() && other.known() > 0) {
                    other.addKnown(-unseen);
                    break;
                }
            }
        } else if (unseen > 0) {
            epoch.add(unseen);
        } else if (unseen < 0 && inode.isMountPoint()) {
            evidence.firstLookupElsewhere();
        } else if (unseen < 0) {
            epoch.inexact();
        } else if (inode.isMountPoint() && nlookup > 0 && inode.possiblyUnseen() == 0) {
            evidence.firstLookupInMountPoint();
        }
    }

    /** {@code fuse_queue_forget}: the server's count falls. */
    void forget(Event event, Task task, long order) {
        task.forgot = null;
        if (!event.hasNodeid() || event.nodeid() == KernelConnection.ROOT) {
            return;
        }
        Inode evicted = task.evicted;
        if (evicted != null && evicted.nodeid() == event.nodeid()) {
            KernelConnection connection = evicted.superblock().connection();
            if (event.hasConnection() && !connection.hasPointer()) {
                connections.name(connection, event.connection());
            }
            if (event.hasNlookup() && event.nlookup() <= task.evictedLeft) {
                task.evictedLeft -= event.nlookup();
            } else {
                evidence.sharedRelease();
            }
            fall(event, task, evicted.counts(), evicted.superblock(), order);
            return;
        }
        if (sawEvictions && !lossy) {
            // a reply that became no inode (revalidation found another, fuse_iget failed): its count was never booked
            return;
        }
        Epoch epoch = connections.ofPointer(event).live(event.nodeid());
        if (epoch != null) {
            Inode inode = onlyCounted(epoch);
            if (inode != null) {
                release(inode);
            }
            epoch.inexact();
            fall(event, task, epoch, inode == null ? null : inode.superblock(), order);
        }
    }

    private static @Nullable Inode onlyCounted(Epoch epoch) {
        Inode only = null;
        for (Inode inode : epoch.holders()) {
            if (inode.known() > 0) {
                if (only != null) {
                    return null;
                }
                only = inode;
            }
        }
        return only;
    }

    private void fall(Event event, Task task, Epoch epoch, @Nullable Superblock by, long order) {
        if (epoch.drop() != null) {
            return;
        }
        long stillHeld = 0;
        for (Inode inode : epoch.holders()) {
            stillHeld += inode.known();
        }
        epoch.count(Math.max(epoch.count() - (event.hasNlookup() ? event.nlookup() : 0), stillHeld));
        if (epoch.count() > 0) {
            return;
        }
        KernelConnection connection = by != null ? by.connection() : connections.ofPointer(event);
        totals.end();
        List<Drop.Holder> holders = holdersBeside(epoch, by);
        if (holders.isEmpty()) {
            connection.end(epoch);
            return;
        }
        Drop drop = new Drop(
                epoch,
                new Mark(event, taskNames),
                event.hasNlookup() ? event.nlookup() : null,
                by,
                holders,
                epoch.isExact() && !lossy && event.hasNlookup(),
                order);
        if (task.evictedMaybeShared) {
            drop.maybeShared();
        }
        if (mayHaveMore(epoch)) {
            drop.inexact();
        }
        if (lossy) {
            drop.lossy();
        }
        epoch.drop(drop);
        connection.dropped(epoch);
        task.forgot = drop;
        if (drops.size() < KernelLedger.DROPS_MAX) {
            drops.add(drop);
        } else {
            dropsOmitted++;
        }
    }

    /** Whether a mount point that is left may have been looked up unseen. */
    private static boolean mayHaveMore(Epoch epoch) {
        return epoch.holders().stream().anyMatch(i -> i.isMountPoint() && i.possiblyUnseen() != 0);
    }

    private static List<Drop.Holder> holdersBeside(Epoch epoch, @Nullable Superblock by) {
        List<Drop.Holder> holders = new ArrayList<>();
        for (Inode inode : epoch.holders()) {
            Superblock superblock = inode.superblock();
            if (superblock != by
                    && inode.epoch() == epoch
                    && superblock.isAlive()
                    && holders.stream().noneMatch(h -> h.superblock() == superblock)) {
                holders.add(new Drop.Holder(superblock, inode.isRoot()));
            }
        }
        return holders;
    }

    /** The forgotten life of a nodeid that a request uses, null if the nodeid is not forgotten as far as is known. */
    @Nullable
    Drop dropUsedBy(Event event, @Nullable Superblock superblock, KernelConnection connection, Task task) {
        long nodeid = event.nodeid();
        if (nodeid == KernelConnection.ROOT) {
            return null;
        }
        Epoch live = connection.live(nodeid);
        Inode inode = superblock == null ? null : superblock.inode(nodeid);
        if (inode == null && superblock != null && live != null && mayInfer(superblock, task)) {
            add(new Inode(superblock, live, false, false)); // whoever uses a nodeid holds an inode of it
            return null;
        }
        Epoch epoch = inode != null ? inode.epoch() : live == null ? connection.dropped(nodeid) : null;
        if (epoch == null) {
            if (superblock != null && mayInfer(superblock, task)) {
                Epoch met = epochFor(connection, nodeid);
                met.inexact();
                add(new Inode(superblock, met, false, false));
            }
            return null;
        }
        if (epoch.drop() == null || (live != null && live != epoch && isSameFile(live, epoch))) {
            return null;
        }
        return epoch.drop();
    }

    /** Inodes from before the capture, or whose iget was lost, show only by being used. */
    private boolean mayInfer(Superblock superblock, Task task) {
        return superblock.isAlive() && !task.submounting && (lossy || !superblock.isSeenFromMount());
    }

    /** Whether a nodeid was handed out again, to another file, since it was forgotten. */
    boolean isAliased(Epoch epoch, KernelConnection connection) {
        Epoch live = connection.live(epoch.nodeid());
        return live != null && live != epoch;
    }

    /** A mount point that is looked up again is the same directory as before. */
    private static boolean isSameFile(Epoch live, Epoch forgotten) {
        return live.isSubmount() && forgotten.isSubmount() && live.mode() == forgotten.mode();
    }

    /** The inode has lookups that were not known when the count seemed to fall to 0. */
    private void revive(Epoch epoch, Drop drop, Inode inode) {
        KernelConnection connection = inode.superblock().connection();
        if (connection.live(epoch.nodeid()) == null) {
            drop.refute();
            epoch.drop(null);
            epoch.count(0);
            connection.revive(epoch);
            totals.begin();
        }
    }

    /** A request was answered with success: it may have raised a count that no fuse_iget shows. */
    void succeeded(Task task, int result, int caller) {
        Opcode opcode = Opcode.of(task.opcode);
        Superblock superblock = task.superblock;
        Inode directory = superblock == null ? null : superblock.inode(task.nodeid);
        if (opcode == Opcode.READDIRPLUS && result > 0 && directory != null) {
            directory.lookedUpBelow();
        }
        if (opcode != Opcode.LOOKUP) {
            return;
        }
        if (task.submounting) {
            task.lookedUpInside = true;
            evidence.lookupWhileMounting();
        } else if (caller == KernelFunction.DENTRY_REVALIDATE || caller == KernelFunction.UNKNOWN) {
            task.revalidated = true;
            if (directory != null) {
                directory.lookedUpBelow();
            }
        }
    }

    /** {@code fuse_get_tree_submount}: a task walks into a mount point. */
    void submountBegins(Event event, Task task) {
        task.submounting = true;
        task.gotRoot = false;
        task.lookedUpInside = false;
        task.mountPointNodeid = event.nodeid();
        Inode mountPoint = event.hasInode() ? byPointer.get(event.inode()) : null;
        if (mountPoint == null || mountPoint.nodeid() != event.nodeid()) {
            mountPoint = connections.mountPoint(event.nodeid());
        }
        task.mountPoint = mountPoint;
        if (mountPoint != null && task.revalidated && isParent(task.nodeid, mountPoint)) {
            // the walk revalidated the mount point itself just before
            mountPoint.addKnown(1);
            mountPoint.epoch().add(1);
            mountPoint.attributed();
        }
        task.movesOn();
    }

    private static boolean isParent(long nodeid, Inode mountPoint) {
        return mountPoint.epoch().grants().stream().allMatch(g -> g.parent() == 0 || g.parent() == nodeid);
    }

    /** The mount is done; v2 of the patch charges a lookup that found no root to the mount point. */
    void submountEnds(Event event, Task task) {
        Inode mountPoint = task.mountPoint;
        if (task.submounting
                && event.hasError()
                && event.error() != 0
                && task.lookedUpInside
                && !task.gotRoot
                && mountPoint != null) {
            mountPoint.addKnown(1);
            mountPoint.epoch().add(1);
        }
        task.submounting = false;
        task.mountPoint = null;
        task.movesOn();
    }

    @Nullable
    Epoch epoch(KernelConnection connection, long nodeid) {
        Epoch live = connection.live(nodeid);
        return live != null ? live : connection.dropped(nodeid);
    }

    @Nullable
    Epoch anyEpoch(long nodeid) {
        for (KernelConnection connection : connections.all()) {
            Epoch epoch = epoch(connection, nodeid);
            if (epoch != null) {
                return epoch;
            }
        }
        return null;
    }
}
