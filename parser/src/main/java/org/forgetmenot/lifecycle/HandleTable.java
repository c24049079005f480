// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * The server's open files and directories: one more for each successful OPEN, OPENDIR, CREATE or TMPFILE, one less for each
 * RELEASE or RELEASEDIR. A server may give one {@code fh} to several opens (many answer 0 to all), so each is counted; and
 * it may number files and directories each from 0.
 *
 * <p>The kernel sends RELEASE when the last user of an open file is done (fuse_file_put), so no request names its
 * {@code fh} afterwards.
 */
public final class HandleTable {
    /** Released handles that are remembered. */
    private static final int RELEASED_MAX = 4096;

    private static final int MISUSES_MAX = 100;

    /** What was done with a handle that should not have been. */
    public enum Misuse {
        USED_AFTER_RELEASE,
        RELEASED_TWICE,
        /** The server refused a handle that is still open, after the RELEASE of another open that it gave the same to. */
        CLOSED_TOO_EARLY
    }

    /**
     * A handle used wrongly.
     *
     * @param alone whether only one file is known to have had it: the one that is released and used again
     * @param released the RELEASE before
     * @param order position of the use among all events
     */
    public record Misused(
            Misuse misuse, long fh, boolean directory, boolean alone, Mark released, Sighting use, long order) {
        /** Whether an open whose reply is logged late explains it. */
        private boolean isExplainedBy(long openedFh, boolean openedDirectory, long openedNodeid, long askedOrder) {
            return fh == openedFh
                    && directory == openedDirectory
                    && order > askedOrder
                    && (!alone || openedNodeid == 0 || openedNodeid == use.nodeid());
        }
    }

    /** An open handle that nothing gave back. */
    public record Left(long fh, long nodeid, Mark opened) {}

    private static final class Handle {
        int opens;
        /** Several opens had it at one time. */
        boolean shared;

        long nodeid;
        final Place opened = new Place();
        /** One of several opens that share it was released. */
        @Nullable
        Place released;
    }

    /** The RELEASE of a handle's last open. */
    private static final class Release {
        final Place place = new Place();
        long nodeid;
        /** It named the file of the only open. */
        boolean ofOnly;
    }

    private static final class Kind {
        final Long2ObjectOpenHashMap<Handle> open = new Long2ObjectOpenHashMap<>();
        final Long2ObjectLinkedOpenHashMap<Release> released = new Long2ObjectLinkedOpenHashMap<>();
    }

    private final Kind files = new Kind();
    private final Kind directories = new Kind();
    private final Kept<Misused> misused = new Kept<>(MISUSES_MAX);
    private long seen;
    private long open;
    private long peakOpen;
    private @Nullable Handle spare;
    private boolean incomplete;
    private boolean beganBefore;

    /** The connection is older than the capture: opens that nobody saw may share the handle 0, which many servers give to all. */
    void beganBefore() {
        beganBefore = true;
    }

    private Kind kind(int opcode) {
        return isDirectory(opcode) ? directories : files;
    }

    private static boolean isDirectory(int opcode) {
        Opcode known = Opcode.of(opcode);
        return known == Opcode.OPENDIR
                || known == Opcode.READDIR
                || known == Opcode.READDIRPLUS
                || known == Opcode.RELEASEDIR
                || known == Opcode.FSYNCDIR;
    }

    /**
     * A reply handed out a handle.
     *
     * @param flight the request that it answers
     */
    void opened(long fh, Flight flight, Event reply) {
        Kind kind = kind(flight.opcode);
        Handle handle = kind.open.get(fh);
        long nodeid = flight.handedOut != 0 ? flight.handedOut : flight.nodeid;
        if (handle == null) {
            handle = spare == null ? new Handle() : spare;
            spare = null;
            handle.nodeid = nodeid;
            handle.shared = false;
            handle.opened.set(reply);
            kind.open.put(fh, handle);
            kind.released.remove(fh);
        }
        handle.opens++;
        handle.shared |= handle.opens > 1;
        seen++;
        open++;
        peakOpen = Math.max(peakOpen, open);
        if (!misused.isEmpty()) {
            // CREATE names the directory, and where no entry is shown, the file may be any
            long opened = flight.opens() || flight.handedOut != 0 ? nodeid : 0;
            misused.removeIf(m -> m.isExplainedBy(fh, kind == directories, opened, flight.order));
        }
    }

    /** A reply handed out a handle that the capture does not show: it may be any. */
    void openedUnseen() {
        incomplete = true;
        misused.removeIf(m -> true);
    }

    /** A request gives a handle back; one from before the capture is not known. */
    void released(Event event, long order) {
        Kind kind = kind(event.opcode());
        Handle handle = kind.open.get(event.fh());
        if (handle == null) {
            misuse(Misuse.RELEASED_TWICE, kind, event, order);
            return;
        }
        open--;
        handle.opens--;
        if (handle.opens > 0) {
            Place place = handle.released == null ? new Place() : handle.released;
            place.set(event);
            handle.released = place;
            return;
        }
        kind.open.remove(event.fh());
        handle.released = null;
        spare = handle;
        Release release = kind.released.size() < RELEASED_MAX ? new Release() : kind.released.removeFirst();
        release.place.set(event);
        release.nodeid = nodeid(event);
        release.ofOnly = !handle.shared && handle.nodeid != 0 && handle.nodeid == release.nodeid;
        kind.released.putAndMoveToLast(event.fh(), release);
    }

    /** A request uses a handle. */
    void used(Event event, long order) {
        // fs/fuse/ioctl.c sends those of files and of directories alike
        if (event.opcode() != Opcode.IOCTL.number()) {
            Kind kind = kind(event.opcode());
            if (!kind.open.containsKey(event.fh())) {
                misuse(Misuse.USED_AFTER_RELEASE, kind, event, order);
            }
        }
    }

    private static long nodeid(Event event) {
        return event.hasNodeid() ? event.nodeid() : 0;
    }

    private void misuse(Misuse misuse, Kind kind, Event event, long order) {
        Release release = kind.released.get(event.fh());
        if (release == null || incomplete || (beganBefore && event.fh() == 0)) {
            return; // from before the capture, or released so long ago that nothing is known of it
        }
        Place released = release.place;
        if (event.hasUnique() && released.hasUnique && Long.compareUnsigned(event.unique(), released.unique) <= 0) {
            return; // sent before the RELEASE: the two only overtook each other
        }
        Place use = new Place();
        use.set(event);
        misused.add(new Misused(
                misuse,
                event.fh(),
                kind == directories,
                release.ofOnly && release.nodeid == nodeid(event),
                released.mark(),
                new Sighting(use.mark(), event.opcode(), nodeid(event), null),
                order));
    }

    /** A request that names a handle was answered. */
    void answered(Flight flight, Event reply) {
        if (!flight.hasFh || reply.error() != -Errno.EBADF.number()) {
            return;
        }
        Kind kind = kind(flight.opcode);
        Handle handle = kind.open.get(flight.fh);
        if (handle != null && handle.released != null) {
            misused.add(new Misused(
                    Misuse.CLOSED_TOO_EARLY,
                    flight.fh,
                    kind == directories,
                    false,
                    handle.released.mark(),
                    new Sighting(flight.place.mark(), flight.opcode, flight.nodeid, reply.error()),
                    flight.order));
        }
    }

    /** The first handles that are open, files first. */
    List<Left> left(int max) {
        return java.util.stream.Stream.of(files, directories)
                .flatMap(k -> k.open.long2ObjectEntrySet().stream())
                .limit(max)
                .map(e -> new Left(
                        e.getLongKey(), e.getValue().nodeid, e.getValue().opened.mark()))
                .toList();
    }

    /** The connection ended: the server closes what is left. */
    void clear() {
        for (Kind kind : List.of(files, directories)) {
            kind.open.clear();
            kind.open.trim();
            kind.released.clear();
            kind.released.trim();
        }
    }

    /** Handles used wrongly. */
    public Kept<Misused> misused() {
        return misused;
    }

    /** Opens seen in all. */
    public long seen() {
        return seen;
    }

    /** Opens that no RELEASE gave back, as it was at the end. */
    public long open() {
        return open;
    }

    /** Most opens at one time. */
    public long peakOpen() {
        return peakOpen;
    }
}
