// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import org.forgetmenot.event.Event;
import org.forgetmenot.wire.FileType;

/**
 * What the server says that each counted nodeid is: its type and ino. The kernel keeps one inode for a nodeid and
 * generation for as long as it counts (fuse_iget, fuse_stale_inode), so the two must stay what they are.
 */
public final class AttributeBook {
    private static final int KEPT_MAX = 100;
    /** FUSE_UNKNOWN_INO of libfuse: the server has none to tell. */
    private static final long UNKNOWN_INO = 0xffffffffL;

    /**
     * A counted nodeid that became something else.
     *
     * @param type whether its file type changed; if not, it was handed out for another file
     */
    public record Change(
            boolean type, Epoch epoch, Mark now, int modeBefore, int modeNow, long inoBefore, long inoNow) {}

    /** Two nodeids that are counted at once and have one ino, although they are not one file. */
    public record Collision(Epoch first, Epoch second, Mark handedOut, Mark again, long ino) {}

    /** A collision as long as the first of the two has not been seen again. */
    record Suspicion(Epoch second, Mark handedOut) {}

    private final Kept<Change> changes = new Kept<>(KEPT_MAX);
    private final Kept<Collision> collisions = new Kept<>(KEPT_MAX);
    private final Long2ObjectOpenHashMap<Epoch> byIno = new Long2ObjectOpenHashMap<>();

    /**
     * A reply tells what a nodeid is.
     *
     * @param name a number for the name that it was found by, 0 if it names none
     * @param askedOrder position among all events of the request
     */
    void seen(Event event, Epoch epoch, long name, long askedOrder, ServerSession session, TaskNames tasks) {
        if (!event.hasMode() || FileType.of(event.mode()) == null) {
            epoch.attributes(epoch.mode(), 0);
            epoch.found(name, askedOrder);
            return;
        }
        long ino = event.hasIno() && event.ino() != UNKNOWN_INO ? event.ino() : 0;
        boolean otherGeneration =
                event.hasGeneration() && epoch.hasGeneration() && event.generation() != epoch.generation();
        if (epoch.mode() != 0 && epoch.isExact() && !otherGeneration) {
            compare(event, epoch, ino, name, askedOrder, session, tasks);
        }
        if (otherGeneration) {
            epoch.generation(event.generation()); // the kernel makes a new inode: fuse_stale_inode
        }
        boolean sameIno = ino == epoch.ino();
        epoch.attributes(event.mode(), ino);
        epoch.found(name, askedOrder);
        if (ino != 0) {
            collide(event, epoch, ino, sameIno, session, tasks);
        }
    }

    private void compare(
            Event event, Epoch epoch, long ino, long name, long askedOrder, ServerSession session, TaskNames tasks) {
        boolean otherType = FileType.of(event.mode()) != FileType.of(epoch.mode());
        boolean otherIno = ino != 0 && epoch.ino() != 0 && ino != epoch.ino();
        boolean otherFile = otherIno && isAnotherName(epoch, name, askedOrder, session);
        // one name, another file of the same type: somebody replaced it behind a server that goes by paths
        if (otherType || otherFile) {
            changes.add(new Change(
                    !otherFile, epoch, new Mark(event, tasks), epoch.mode(), event.mode(), epoch.ino(), ino));
        }
    }

    /** Whether a nodeid was handed out under a name that its file does not have. */
    private static boolean isAnotherName(Epoch epoch, long name, long askedOrder, ServerSession session) {
        return name != 0
                && epoch.lastName() != 0
                && !session.names().renames().mayHaveMoved(epoch.lastName(), name, epoch.foundOrder(), askedOrder);
    }

    private void collide(Event event, Epoch epoch, long ino, boolean again, ServerSession session, TaskNames tasks) {
        Suspicion suspicion = epoch.suspicion();
        if (suspicion != null && again) {
            epoch.suspicion(null);
            if (session.live(suspicion.second().nodeid()) == suspicion.second()
                    && suspicion.second().ino() == ino) {
                collisions.add(
                        new Collision(epoch, suspicion.second(), suspicion.handedOut(), new Mark(event, tasks), ino));
            }
        }
        Epoch other = byIno.get(ino);
        if (other == epoch) {
            return;
        }
        if (other == null || session.live(other.nodeid()) != other || other.ino() != ino) {
            byIno.put(ino, epoch);
        } else if (!again && other.suspicion() == null && isAnotherFile(event, epoch, other)) {
            // that the first still is there shows only when it is seen again: it may have been moved behind the server
            other.suspicion(new Suspicion(epoch, new Mark(event, tasks)));
        }
    }

    /** Whether two nodeids cannot be two names of one file on one device. */
    private static boolean isAnotherFile(Event event, Epoch epoch, Epoch other) {
        boolean otherType = FileType.of(epoch.mode()) != FileType.of(other.mode());
        boolean directory = FileType.of(epoch.mode()) == FileType.DIRECTORY;
        boolean onlyLink = event.hasNlink() && event.nlink() == 1;
        Epoch device = epoch.device();
        return (otherType || directory || onlyLink)
                && epoch.lastName() != other.lastName()
                && device != null
                && device == other.device();
    }

    /** The life of a nodeid is over. */
    void forget(Epoch epoch) {
        if (epoch.ino() != 0) {
            byIno.remove(epoch.ino(), epoch);
        }
    }

    /** Counted nodeids that became something else. */
    public Kept<Change> changes() {
        return changes;
    }

    /** Pairs of counted nodeids with one ino. */
    public Kept<Collision> collisions() {
        return collisions;
    }

    /** The connection is over. */
    void clear() {
        byIno.clear();
        byIno.trim();
    }
}
