// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.ReadContext;
import org.forgetmenot.format.SeekableFile;
import org.forgetmenot.format.kernel.KernelCapabilities;
import org.forgetmenot.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads the records of all processors in the order of time; holds one page (and one compressed chunk) of each. */
final class TraceDatReader implements CaptureReader {
    /** All pages that are held at once. */
    private static final long PAGES_MAX_BYTES = 256 << 20;

    private final SeekableFile file;
    private final TraceHeader header;
    private final Diagnostics diagnostics;
    private final KernelCapabilities seen = new KernelCapabilities();
    private final Int2ObjectOpenHashMap<RecordFormat> formats = new Int2ObjectOpenHashMap<>();
    private final ArrayDeque<PageReader> ends = new ArrayDeque<>();
    private final CpuMerge merge;
    private final @Nullable StackRecord stacks;
    private final int typeAt;
    private final int pidAt;
    private boolean begun;
    /** Whose record was given last: it stays where it is until the next event is asked for. */
    private @Nullable PageReader current;

    TraceDatReader(SeekableFile file, TraceHeader header, ReadContext context) {
        this.file = file;
        this.header = header;
        this.diagnostics = context.diagnostics();
        StackRecord stack = null;
        int type = 0;
        int pid = Integer.BYTES;
        for (EventFormat format : header.formats()) {
            RecordFormat record = new RecordFormat(format, header.symbols(), header.order);
            if (record.isOurs()) {
                formats.put(format.id(), record);
            }
            if (record.isStack()) {
                stack = new StackRecord(record, header, context);
            }
            // the common fields lie at the same place in all events of a kernel
            type = offset(format, "common_type", Short.BYTES, type);
            pid = offset(format, "common_pid", Integer.BYTES, pid);
        }
        stacks = stack;
        typeAt = type;
        pidAt = pid;
        merge = new CpuMerge(header.buffers.size());
    }

    private static int offset(EventFormat format, String name, int size, int otherwise) {
        EventFormat.Field field = format.field(name, size);
        return field == null ? otherwise : field.offset();
    }

    private void begin() throws IOException {
        begun = true;
        PageLayout layout = PageLayout.of(header);
        long pages = 0;
        for (CpuData data : header.buffers) {
            if (data.size() == 0) {
                continue;
            }
            if (data.offset() < 0 || data.size() < 0 || data.offset() > file.size()) {
                diagnostics.report(DiagnosticCode.CUT_SHORT, file.size());
                continue;
            }
            pages += data.pageBytes();
            if (pages > PAGES_MAX_BYTES) {
                throw new CaptureException("is damaged: the pages of " + header.buffers.size()
                        + " processors would take more than " + (PAGES_MAX_BYTES >> 20) + " MiB");
            }
            CpuBytes bytes = new CpuBytes(file, data, header.compression, header.order);
            PageReader reader = new PageReader(data, bytes, layout, diagnostics);
            if (reader.next()) {
                merge.add(reader);
            } else if (reader.isLost()) {
                ends.add(reader);
            }
        }
    }

    @Override
    public boolean next(Event event) throws IOException {
        if (!begun) {
            begin();
        }
        while (true) {
            if (current != null) {
                PageReader before = current;
                current = null;
                if (!merge.step() && before.isLost()) {
                    ends.add(before);
                }
            }
            PageReader ended = ends.poll();
            if (ended != null) {
                return lost(ended, event);
            }
            if (merge.isEmpty()) {
                return false;
            }
            PageReader reader = merge.first();
            if (reader.isLost()) {
                return lost(reader, event);
            }
            current = reader;
            if (read(reader, event)) {
                seen.saw(event);
                return true;
            }
        }
    }

    private boolean lost(PageReader reader, Event event) {
        event.start(EventKind.LOST, reader.position());
        long count = reader.takeLost();
        if (count >= 0) {
            event.count(count);
        }
        diagnostics.report(DiagnosticCode.EVENTS_LOST, reader.position(), Math.max(count, 1));
        seen.saw(event);
        return true;
    }

    private boolean read(PageReader reader, Event event) {
        byte[] page = reader.page();
        int at = reader.recordAt();
        int end = reader.recordEnd();
        if (Math.max(typeAt + Short.BYTES, pidAt + Integer.BYTES) > end - at) {
            return false;
        }
        RecordFormat format = formats.get(Bytes.u16(page, at + typeAt, header.order));
        if (format == null) {
            return false;
        }
        int pid = Bytes.i32(page, at + pidAt, header.order);
        if (format.isStack()) {
            return stacks != null && readStack(stacks, reader, pid, event);
        }
        if (!format.read(page, at, end, reader.position(), event)) {
            return false;
        }
        event.pid(pid).cpu(reader.cpu());
        byte[] task = header.task(pid);
        if (task != null) {
            event.task().set(task, 0, task.length);
        }
        if (header.clock.isTime()) {
            event.timeNs(header.clock.ns(reader.stamp()));
        }
        return true;
    }

    private static boolean readStack(StackRecord stacks, PageReader reader, int pid, Event event) {
        int index = stacks.read(reader.page(), reader.recordAt(), reader.recordEnd(), reader.position());
        event.start(EventKind.KERNEL_STACK, reader.position()).pid(pid).cpu(reader.cpu());
        if (index >= 0) {
            event.stack(index);
        }
        return true;
    }

    @Override
    public Set<Capability> capabilities() {
        return seen.capabilities();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
