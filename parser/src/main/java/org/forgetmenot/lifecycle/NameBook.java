// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * What each LOOKUP of one name in one directory handed out: a server that answers another nodeid or another generation
 * each time makes the kernel throw away the inode that it has (fuse_dentry_revalidate, fuse_stale_inode).
 */
public final class NameBook {
    /** Names that are remembered; the one not asked for longest goes first. */
    private static final int NAMES_MAX = 65_536;
    /** Changes in a row that are no accident: a file that somebody replaced behind the server changes once. */
    private static final int CHANGES_MIN = 3;

    private static final int KEPT_MAX = 100;

    /**
     * A name whose LOOKUPs never agree.
     *
     * @param generation whether it is the generation that changes, and the nodeid stays
     * @param epoch what the last LOOKUP handed out
     */
    public record Flap(boolean generation, Epoch epoch, Mark first, Mark last, long before, long after) {}

    private static final class Name {
        @Nullable
        Epoch epoch;

        long nodeid;
        long generation;
        boolean hasGeneration;
        long ino;
        int nodeidChanges;
        int generationChanges;
        boolean told;
        final Place first = new Place();
    }

    private final Long2ObjectLinkedOpenHashMap<Name> names = new Long2ObjectLinkedOpenHashMap<>();
    private final Renames renames = new Renames();
    private final Kept<Flap> flaps = new Kept<>(KEPT_MAX);

    /**
     * A number that stands for a name in a directory; never 0.
     *
     * @param parent nodeid of the directory
     */
    static long key(long parent, Text name) {
        long hash = parent * 0x9E3779B97F4A7C15L ^ 0xcbf29ce484222325L;
        byte[] bytes = name.bytes();
        for (int i = name.offset(); i < name.offset() + name.length(); i++) {
            hash = (hash ^ bytes[i]) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /** The kernel changes what a name stands for: whatever comes next is another file. */
    void changed(long key) {
        names.remove(key);
    }

    /**
     * A RENAME gives a file another name.
     *
     * @param mayExchange whether it may be one that exchanges the two files
     * @param order position of the request among all events
     */
    void renamed(long from, long to, boolean mayExchange, long order) {
        names.remove(from);
        names.remove(to);
        renames.asked(from, to, mayExchange, order);
    }

    /** What names a file may have got. */
    Renames renames() {
        return renames;
    }

    /**
     * A LOOKUP handed something out.
     *
     * @param session knows whether the nodeid that the last LOOKUP handed out still counts
     */
    void lookedUp(long key, Event event, Epoch epoch, ServerSession session, TaskNames tasks) {
        Name name = names.getAndMoveToLast(key);
        if (name == null) {
            name = names.size() < NAMES_MAX ? new Name() : names.removeFirst();
            name.nodeidChanges = 0;
            name.generationChanges = 0;
            name.told = false;
            name.first.set(event);
            names.putAndMoveToLast(key, name);
        } else {
            compare(name, event, epoch, session, tasks);
        }
        name.epoch = epoch;
        name.nodeid = event.nodeid();
        name.generation = event.generation();
        name.hasGeneration = event.hasGeneration();
        name.ino = event.hasIno() ? event.ino() : 0;
    }

    private void compare(Name name, Event event, Epoch epoch, ServerSession session, TaskNames tasks) {
        boolean sameFile = name.ino != 0 && event.hasIno() && event.ino() == name.ino;
        if (!sameFile) {
            name.nodeidChanges = 0;
            name.generationChanges = 0;
            return;
        }
        boolean otherNodeid = event.nodeid() != name.nodeid;
        // after its last FORGET a file may well get a new nodeid or generation, and its old nodeid go to another
        boolean counts = name.epoch != null && session.live(name.nodeid) == name.epoch;
        name.nodeidChanges = otherNodeid && counts ? name.nodeidChanges + 1 : 0;
        name.generationChanges = !otherNodeid
                        && counts
                        && name.hasGeneration
                        && event.hasGeneration()
                        && event.generation() != name.generation
                ? name.generationChanges + 1
                : 0;
        if (!name.told && name.nodeidChanges >= CHANGES_MIN) {
            name.told = true;
            flaps.add(new Flap(false, epoch, name.first.mark(), new Mark(event, tasks), name.nodeid, event.nodeid()));
        } else if (!name.told && name.generationChanges >= CHANGES_MIN) {
            name.told = true;
            flaps.add(new Flap(
                    true, epoch, name.first.mark(), new Mark(event, tasks), name.generation, event.generation()));
        }
    }

    /** Names whose LOOKUPs never agree. */
    public Kept<Flap> flaps() {
        return flaps;
    }

    /** The connection is over. */
    void clear() {
        names.clear();
        names.trim();
        renames.clear();
    }
}
