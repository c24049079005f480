// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.forgetmenot.event.Event;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** The kernel's inodes: who gets one and who lets one go, with what it had of the server's counts. */
final class InodeBook {
    private static final int FUSE_ATTR_SUBMOUNT = 1;

    private final KernelState state;

    InodeBook(KernelState state) {
        this.state = state;
    }

    /** {@code fuse_iget}: a superblock gets an inode. */
    @Nullable
    Inode get(Event event, Task task) {
        if (!event.hasNodeid()) {
            return null;
        }
        Superblock known = state.connections().superblock(event);
        boolean isNew = event.hasSuperblock() && (known == null || !known.isAlive());
        boolean submountRoot = task.submounting
                ? !task.gotRoot && event.nodeid() == task.mountPointNodeid
                : isNew && state.connections().hasMountPoint(event.nodeid());
        boolean mountRoot = isNew && event.nodeid() == KernelConnection.ROOT;
        Superblock superblock = state.connections().superblockOf(event, task, submountRoot || mountRoot);
        Inode inode = submountRoot || mountRoot
                ? root(event, task, superblock, submountRoot)
                : counted(event, task, superblock);
        task.got = inode;
        return inode;
    }

    private Inode root(Event event, Task task, Superblock superblock, boolean submount) {
        Epoch epoch = state.epochFor(superblock.connection(), event.nodeid());
        Mark mark = new Mark(event, state.taskNames());
        Inode inode = new Inode(superblock, epoch, false, true);
        state.add(inode);
        superblock.mountedWith(event.nodeid(), submount, mark);
        if (submount) {
            Inode mountPoint = mountPointOf(task, event);
            remember(
                    inode,
                    event.nodeid(),
                    SubmountHistory.Kind.ENTERED,
                    mountPoint == null ? -1 : mountPoint.historyNumber(),
                    mark);
            if (mountPoint != null) {
                inode.entersFirst(!mountPoint.isEntered());
                mountPoint.enter();
            }
            task.root = task.submounting ? inode : null;
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

    /** An inode begins its part of its nodeid's history, if anybody asks for that. */
    private void remember(Inode inode, long nodeid, SubmountHistory.Kind kind, int from, Mark mark) {
        if (state.keepsHistories()) {
            SubmountHistory history = inode.superblock().connection().history(nodeid);
            inode.history(history);
            history.add(kind, inode.historyNumber(), from, -1, inode.superblock(), mark);
        }
    }

    private @Nullable Inode mountPointOf(Task task, Event event) {
        return task.submounting ? task.mountPoint : state.connections().mountPoint(event.nodeid());
    }

    private Inode counted(Event event, Task task, Superblock superblock) {
        KernelConnection connection = superblock.connection();
        Epoch epoch = state.epochFor(connection, event.nodeid());
        boolean mountPoint = event.hasAttrFlags() && (event.attrFlags() & FUSE_ATTR_SUBMOUNT) != 0;
        describe(epoch, event, mountPoint);
        Opcode opcode = Opcode.of(task.opcode);
        boolean gives = opcode != null && (opcode.countsEntry() || opcode == Opcode.READDIRPLUS);
        epoch.granted(new Grant(
                new Mark(event, state.taskNames()),
                gives ? task.opcode : Grant.UNKNOWN,
                gives ? task.nodeid : 0,
                superblock));
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
                remember(
                        inode,
                        event.nodeid(),
                        SubmountHistory.Kind.MOUNT_POINT_GOT,
                        -1,
                        new Mark(event, state.taskNames()));
            }
            state.add(inode);
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
                SubmountHistory history = got.history();
                if (history != null) {
                    history.neverGot(got.historyNumber());
                }
                state.release(got);
                state.end(got.superblock().connection(), got.epoch());
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
        Inode known = state.byPointer().get(event.inode());
        if (known == got) {
            return;
        }
        if (known != null && known.superblock() == got.superblock() && known.epoch() == got.epoch()) {
            known.addKnown(got.known());
            state.release(got);
            known.superblock().add(known);
            return;
        }
        if (known != null) {
            state.release(known); // its eviction was not seen
        }
        got.pointer(event.inode());
        state.byPointer().put(event.inode(), got);
    }

    /** The address shows that the kernel made a new inode after all (the type or generation differs). */
    private Inode unaliased(Inode inode, Epoch alias) {
        alias.holders().remove(inode);
        inode.alias(null);
        Inode own = new Inode(inode.superblock(), alias, false, false);
        own.addKnown(1);
        state.add(own);
        return own;
    }

    /** The caller shows that this was the root of a submount: it took no count. */
    private Inode turnedRoot(Inode got, Event event) {
        got.epoch().add(-got.known());
        state.release(got);
        Inode root = new Inode(got.superblock(), got.epoch(), false, true);
        state.add(root);
        got.superblock().mountedWith(got.nodeid(), true, new Mark(event, state.taskNames()));
        return root;
    }

    /** {@code fuse_evict_inode}: its nlookup is the last word on what the inode had. */
    Superblock evict(Event event, Task task) {
        state.sawEviction();
        state.movesOn(task);
        Superblock superblock = state.connections().superblockOf(event, task, false);
        Inode inode = event.hasInode() ? state.byPointer().get(event.inode()) : null;
        if (inode == null || inode.superblock() != superblock || inode.nodeid() != event.nodeid()) {
            inode = superblock.inode(event.nodeid());
        }
        if (inode == null) {
            Epoch epoch = state.epochFor(superblock.connection(), event.nodeid());
            epoch.inexact();
            inode = new Inode(superblock, epoch, false, event.nodeid() == KernelConnection.ROOT);
        }
        long nlookup = event.hasNlookup() ? event.nlookup() : inode.known();
        if (inode.nodeid() != KernelConnection.ROOT) {
            if (event.hasNlookup()) {
                reconcile(inode, nlookup);
            }
            if (inode.isMountPoint() && inode.possiblyUnseen() != 0) {
                inode.counts().mayHideLookups();
            }
        }
        SubmountHistory history = inode.history();
        if (history != null) {
            history.add(
                    inode.isRoot() ? SubmountHistory.Kind.ROOT_EVICTED : SubmountHistory.Kind.MOUNT_POINT_EVICTED,
                    inode.historyNumber(),
                    -1,
                    event.hasNlookup() && inode.alias() == null ? nlookup : -1,
                    superblock,
                    new Mark(event, state.taskNames()));
        }
        state.release(inode);
        if (inode.isRoot()) {
            state.connections().kill(superblock, new Mark(event, state.taskNames()));
        }
        task.evicted = inode;
        task.evictedLeft = nlookup;
        task.evictedAt.set(event);
        Epoch epoch = inode.epoch();
        if (inode.nodeid() == KernelConnection.ROOT) {
            state.end(superblock.connection(), epoch); // its FORGET, if one comes, takes nothing
        } else if (epoch.drop() != null && epoch.holders().isEmpty() && task.evictedLeft == 0) {
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
            state.evidence().stolen();
            for (Inode other : epoch.holders()) {
                if (other.isMountPoint() && other.known() > 0) {
                    other.addKnown(-unseen);
                    break;
                }
            }
        } else if (unseen > 0) {
            epoch.add(unseen);
        } else if (unseen < 0 && inode.isMountPoint()) {
            state.evidence().firstLookupElsewhere();
        } else if (unseen < 0) {
            epoch.inexact();
        } else if (nlookup == 0 && inode.isFirstToEnter()) {
            state.evidence().borrowed();
        } else if (inode.isMountPoint() && nlookup > 0 && inode.possiblyUnseen() == 0) {
            state.evidence().firstLookupInMountPoint();
            if (inode.isEntered()) {
                state.evidence().firstLookupInEnteredMountPoint();
            }
        }
    }

    /** The inode has lookups that were not known when the count seemed to fall to 0. */
    private void revive(Epoch epoch, Drop drop, Inode inode) {
        KernelConnection connection = inode.superblock().connection();
        if (connection.live(epoch.nodeid()) == null) {
            drop.refute();
            epoch.drop(null);
            epoch.count(0);
            connection.revive(epoch);
            state.totals().begin();
        }
    }
}
