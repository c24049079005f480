// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.function.Consumer;
import org.forgetmenot.event.Event;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Puts requests and their answers together and hands them on, in the order in which they end. */
final class SpanBook {
    /** Requests whose answers are awaited; older ones are handed on without. */
    private static final int AWAITED_MAX = 65_536;

    private final Consumer<Span> spans;
    private final Clock clock = new Clock();
    private final Long2ObjectLinkedOpenHashMap<Span> kernel = new Long2ObjectLinkedOpenHashMap<>();
    private final Long2ObjectLinkedOpenHashMap<Span> server = new Long2ObjectLinkedOpenHashMap<>();

    SpanBook(Consumer<Span> spans) {
        this.spans = spans;
    }

    void accept(Event event) {
        clock.tick(event);
        switch (event.kind()) {
            case KERNEL_REQUEST -> begin(kernel, event.pid(), event);
            case KERNEL_REQUEST_BACKGROUND -> spans.accept(span(event));
            case KERNEL_REQUEST_RETURN -> end(kernel, event.pid(), event);
            case REQUEST -> {
                if (event.hasUnique() && Opcode.isAnswered(event.opcode())) {
                    begin(server, event.unique(), event);
                } else {
                    spans.accept(span(event));
                }
            }
            case REPLY -> {
                if (event.hasUnique()) {
                    end(server, event.unique(), event);
                }
            }
            default -> {}
        }
    }

    private void begin(Long2ObjectLinkedOpenHashMap<Span> side, long key, Event event) {
        Span before = side.remove(key);
        if (before != null) {
            spans.accept(before);
        }
        side.put(key, span(event));
        if (side.size() > AWAITED_MAX) {
            spans.accept(side.removeFirst());
        }
    }

    private Span span(Event event) {
        String task = event.task().isEmpty() ? null : event.task().toString();
        return new Span(
                event.kind().isKernel(),
                clock.now(),
                clock.now(),
                Opcode.name(event.opcode()),
                event.hasNodeid() ? event.nodeid() : null,
                event.hasUnique() ? event.unique() : null,
                task == null ? null : Safe.line(task),
                event.hasPid() ? event.pid() : null,
                false,
                null);
    }

    private void end(Long2ObjectLinkedOpenHashMap<Span> side, long key, Event event) {
        Span begun = side.remove(key);
        if (begun != null) {
            spans.accept(new Span(
                    begun.kernelSide(),
                    begun.from(),
                    clock.now(),
                    begun.opcode(),
                    begun.nodeid(),
                    begun.unique(),
                    begun.task(),
                    begun.pid(),
                    true,
                    error(event)));
        }
    }

    private static @Nullable Integer error(Event event) {
        return event.hasError() ? (Integer) Math.min(0, event.error()) : null;
    }

    /** The captures are over: what still waits was never answered. */
    void finish() {
        kernel.values().forEach(spans);
        server.values().forEach(spans);
    }
}
