// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.kernel.ProbeFields;
import org.forgetmenot.format.kernel.Probes;
import org.forgetmenot.format.kernel.TracepointFields;
import org.forgetmenot.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** How the records of one event are read: which fields of an {@link Event} its fields are. Works without allocating. */
final class RecordFormat {
    /** A trace with more probe addresses than this is no trace of ours. */
    private static final int CACHE_MAX = 100_000;

    private static final int UNSEEN = Integer.MIN_VALUE;
    private static final String PRINT = "print";
    private static final String STACK = "kernel_stack";

    private final EventFormat format;
    private final Symbols symbols;
    private final ByteOrder order;
    private final EventFormat.@Nullable Field function;
    private final EventFormat.@Nullable Field returnAddress;
    private final EventFormat.Field[] fields;
    private final int[] keys;
    private final EventKind tracepoint;
    private final Long2ObjectOpenHashMap<EventKind> kinds = new Long2ObjectOpenHashMap<>();
    private final Long2IntOpenHashMap callers = new Long2IntOpenHashMap();

    RecordFormat(EventFormat format, Symbols symbols, ByteOrder order) {
        this.format = format;
        this.symbols = symbols;
        this.order = order;
        callers.defaultReturnValue(UNSEEN);
        returnAddress = format.field("__probe_ret_ip", Integer.BYTES);
        function = format.field(returnAddress == null ? "__probe_ip" : "__probe_func", Integer.BYTES);
        tracepoint = function == null ? Probes.tracepoint(format.name()) : EventKind.OTHER;
        fields = format.fields().stream()
                .filter(f -> !f.name().startsWith("common_") && !f.name().startsWith("__probe_"))
                .toArray(EventFormat.Field[]::new);
        keys = new int[fields.length];
        for (int i = 0; i < fields.length; i++) {
            byte[] name = fields[i].name().getBytes(StandardCharsets.ISO_8859_1);
            keys[i] = ProbeFields.key(name, 0, name.length);
        }
    }

    /** Whether its records are stacks. */
    boolean isStack() {
        return format.name().equals(STACK) && function == null;
    }

    /** Whether any of its records can be of interest. */
    boolean isOurs() {
        return function != null || tracepoint != EventKind.OTHER || isStack();
    }

    EventFormat format() {
        return format;
    }

    /**
     * Reads a record.
     *
     * @return false if it is none of ours
     */
    boolean read(byte[] page, int at, int end, long position, Event event) {
        EventKind kind = function == null ? tracepoint : kind(number(function, page, at, end));
        if (kind == EventKind.OTHER) {
            return false;
        }
        event.start(kind, position);
        if (kind == EventKind.MARKER) {
            readMarker(page, at, end, event);
            return true;
        }
        if (function != null && returnAddress != null) {
            int caller = caller(number(returnAddress, page, at, end));
            if (caller != KernelFunction.UNKNOWN) {
                event.caller(caller);
            }
        }
        for (int i = 0; i < fields.length; i++) {
            EventFormat.Field field = fields[i];
            if (field.isText()) {
                readText(i, page, at, end, event);
            } else if (!field.isArray() && isNumber(field) && at + field.offset() + field.size() <= end) {
                long value = number(field, page, at, end);
                if (function == null) {
                    TracepointFields.assign(field.name(), value, event);
                } else {
                    ProbeFields.assign(keys[i], value, event);
                }
            }
        }
        return true;
    }

    private EventKind kind(long address) {
        EventKind kind = kinds.get(address);
        if (kind == null) {
            kind = Probes.probe(format.name(), symbols.name(address), returnAddress != null);
            if (kinds.size() < CACHE_MAX) {
                kinds.put(address, kind);
            }
        }
        return kind;
    }

    private int caller(long address) {
        int caller = callers.get(address);
        if (caller == UNSEEN) {
            caller = Probes.caller(symbols.name(address));
            if (callers.size() < CACHE_MAX) {
                callers.put(address, caller);
            }
        }
        return caller;
    }

    private static boolean isNumber(EventFormat.Field field) {
        int size = field.size();
        return size == 1 || size == 2 || size == 4 || size == 8;
    }

    /** The number in a field, by its size and sign; 0 beyond the record's end. */
    long number(EventFormat.Field field, byte[] page, int at, int end) {
        int p = at + field.offset();
        if (p + field.size() > end) {
            return 0;
        }
        return switch (field.size()) {
            case 1 -> field.signed() ? page[p] : page[p] & 0xff;
            case 2 -> field.signed() ? (short) Bytes.u16(page, p, order) : Bytes.u16(page, p, order);
            case 4 -> field.signed() ? Bytes.i32(page, p, order) : Bytes.u32(page, p, order);
            case 8 -> Bytes.i64(page, p, order);
            default -> 0;
        };
    }

    /** {@code __data_loc}: u32 of length in the high half and place in the low one; the length counts the NUL. */
    private void readText(int index, byte[] page, int at, int end, Event event) {
        EventFormat.Field field = fields[index];
        int p = at + field.offset();
        if (!ProbeFields.isName(keys[index]) || field.size() != Integer.BYTES || p + Integer.BYTES > end) {
            return;
        }
        int where = Bytes.i32(page, p, order);
        int from = (where & 0xffff) + (field.isRelative() ? p + Integer.BYTES : at);
        int length = (where >>> 16) - 1;
        if (length > 0 && from + length <= end) {
            event.name().set(page, from, length);
        }
    }

    /** What was written to {@code trace_marker}, without its end. */
    private void readMarker(byte[] page, int at, int end, Event event) {
        for (EventFormat.Field field : fields) {
            if (field.name().equals("buf") && format.name().equals(PRINT)) {
                int from = Math.min(at + field.offset(), end);
                int to = from;
                while (to < end && page[to] != 0) {
                    to++;
                }
                if (to > from && page[to - 1] == '\n') {
                    to--;
                }
                event.name().set(page, from, to - from);
            }
        }
    }
}
