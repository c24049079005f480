// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.regex.Pattern;
import org.forgetmenot.event.Event;
import org.forgetmenot.format.Capture;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** A capture as operations on paths, each told when its answer came: what remains without uniques, nodeids and times. */
public final class Operations {
    /** Operations that wait for their answer; a capture without answers does not pile up more. */
    private static final int OPEN_MAX = 1 << 16;

    private static final Pattern UNNAMED = Pattern.compile("/#[0-9]+(/|$)");

    /** Takes the operations, in the order of their answers. */
    @FunctionalInterface
    public interface Sink {
        /**
         * An operation was answered.
         *
         * @param opcode of the request
         * @param path that it names, safe to print
         * @param error 0 or a negative errno
         * @param answer the event that answered it
         * @return whether to go on
         */
        boolean operation(int opcode, String path, int error, Event answer);
    }

    /** Takes lookups and FORGETs of paths; a negative count is a FORGET. */
    @FunctionalInterface
    public interface Counts {
        void lookups(String path, long count);
    }

    /** Whether a path is all names, so that another capture's same path is surely the same file. */
    public static boolean isNamed(String path) {
        return path.startsWith("/") && !UNNAMED.matcher(path).find();
    }

    private record Open(int opcode, String path, long nodeid, long to, String name, String newName) {}

    private final PathNames names = new PathNames();
    private final Long2ObjectOpenHashMap<Open> byUnique = new Long2ObjectOpenHashMap<>();
    /** The last request of each task: fuse_iget comes after its answer. */
    private final Int2ObjectOpenHashMap<Open> byPid = new Int2ObjectOpenHashMap<>();

    private final IntOpenHashSet asking = new IntOpenHashSet();
    private final Long2LongOpenHashMap counts = new Long2LongOpenHashMap();
    private final Sink sink;
    private final @Nullable Counts lookups;

    private Operations(Sink sink, @Nullable Counts lookups) {
        this.sink = sink;
        this.lookups = lookups;
    }

    /**
     * Reads a capture from its beginning, on its own.
     *
     * @param lookups null if nobody wants them
     */
    public static void read(Capture capture, Sink sink, @Nullable Counts lookups) throws IOException {
        try (Capture again = capture.reopen()) {
            Operations operations = new Operations(sink, lookups);
            Event event = new Event();
            boolean goesOn = true;
            while (goesOn && again.reader().next(event)) {
                goesOn = operations.accept(event);
            }
        }
    }

    private boolean accept(Event event) {
        switch (event.kind()) {
            case REQUEST -> {
                if (event.hasUnique() && event.hasOpcode() && byUnique.size() < OPEN_MAX) {
                    byUnique.put(event.unique(), open(event));
                }
            }
            case KERNEL_REQUEST -> {
                if (byPid.size() >= OPEN_MAX) {
                    byPid.clear();
                    asking.clear();
                }
                byPid.put(event.pid(), open(event));
                asking.add(event.pid());
            }
            case ENTRY -> found(event, event.hasParent() ? event.parent() : 0);
            case KERNEL_IGET -> {
                Open last = byPid.get(event.pid());
                found(event, last == null ? 0 : last.nodeid());
            }
            case FORGET, KERNEL_FORGET -> forgotten(event);
            case REPLY -> {
                return !event.hasUnique() || answered(byUnique.remove(event.unique()), event);
            }
            case KERNEL_REQUEST_RETURN -> {
                return !asking.remove(event.pid()) || answered(byPid.get(event.pid()), event);
            }
            default -> {}
        }
        return true;
    }

    private Open open(Event event) {
        long nodeid = event.hasNodeid() ? event.nodeid() : 0;
        Opcode opcode = Opcode.of(event.opcode());
        boolean renames = opcode == Opcode.RENAME || opcode == Opcode.RENAME2;
        return new Open(
                event.opcode(),
                names.path(nodeid, event.name()),
                nodeid,
                event.hasOtherNodeid() ? event.otherNodeid() : nodeid,
                renames ? event.name().toString() : "",
                renames ? event.secondName().toString() : "");
    }

    private void found(Event event, long parent) {
        if (!event.hasNodeid()) {
            return;
        }
        names.found(event.nodeid(), parent, event.name());
        counts.addTo(event.nodeid(), 1);
        if (lookups != null) {
            lookups.lookups(names.path(event.nodeid()), 1);
        }
    }

    private void forgotten(Event event) {
        if (!event.hasNodeid()) {
            return;
        }
        long nlookup = event.hasNlookup() ? event.nlookup() : counts.get(event.nodeid());
        if (lookups != null) {
            lookups.lookups(names.path(event.nodeid()), -nlookup);
        }
        if (counts.addTo(event.nodeid(), -nlookup) - nlookup <= 0) {
            counts.remove(event.nodeid());
            names.forgotten(event.nodeid());
        }
    }

    private boolean answered(@Nullable Open open, Event event) {
        if (open == null || !event.hasError()) {
            return true;
        }
        if (event.error() >= 0 && !open.newName().isEmpty()) {
            names.renamed(open.nodeid(), open.name(), open.to(), open.newName());
        }
        return sink.operation(open.opcode(), open.path(), Math.min(event.error(), 0), event);
    }
}
