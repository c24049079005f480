// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.format.SeekableFile;
import org.jspecify.annotations.Nullable;

/** All of a file but its events: filled by {@link Version6} or {@link Version7}, which find the same items in other places. */
final class TraceHeader {
    /** More event formats than any kernel has. */
    private static final long FORMATS_MAX = 100_000;
    /** More processors than any kernel is built for. */
    static final int CPUS_MAX = 8192;

    private static final int TASKS_MAX = 1 << 20;

    final ByteOrder order;
    final int longBytes;
    final Clock clock = new Clock();
    final List<CpuData> buffers = new ArrayList<>();
    Compression compression = Compression.NONE;

    private final int pageBytes;
    private final Diagnostics diagnostics;
    private final Int2ObjectOpenHashMap<EventFormat> formats = new Int2ObjectOpenHashMap<>();
    private final Int2ObjectOpenHashMap<byte[]> tasks = new Int2ObjectOpenHashMap<>();
    private List<EventFormat.Field> pageFields = List.of();
    private Symbols symbols = new Symbols(new byte[0]);

    private TraceHeader(ByteOrder order, int longBytes, int pageBytes, Diagnostics diagnostics) {
        this.order = order;
        this.longBytes = longBytes;
        this.pageBytes = pageBytes;
        this.diagnostics = diagnostics;
        tasks.put(0, "<idle>".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads everything up to the events.
     *
     * @throws CaptureException if the events cannot be read without what is missing
     */
    static TraceHeader read(SeekableFile file, Diagnostics diagnostics) throws IOException {
        try {
            Items start = new Items(file, 0, ByteOrder.LITTLE_ENDIAN);
            if (file.size() < TraceDatFormat.MAGIC.length()
                    || !start.text(TraceDatFormat.MAGIC.length()).equals(TraceDatFormat.MAGIC)) {
                throw new CaptureException("is no trace.dat: it does not begin with the bytes 17 08 44 and 'tracing'");
            }
            String version = start.name();
            if (!version.equals("6") && !version.equals("7")) {
                throw new CaptureException("is a trace.dat of a version other than 6 and 7; "
                        + "trace-cmd convert -i FILE -o OTHER --file-version 7 makes one that can be read");
            }
            int endian = start.u8();
            int longBytes = start.u8();
            if (endian > 1 || (longBytes != 4 && longBytes != 8)) {
                throw new CaptureException(
                        "is damaged: no machine has byte order " + endian + " and longs of " + longBytes + " bytes");
            }
            ByteOrder order = endian == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            Items items = new Items(file, start.at(), order);
            TraceHeader header = new TraceHeader(order, longBytes, pageBytes(items.u32()), diagnostics);
            if (version.equals("6")) {
                new Version6(header, file).read(items);
            } else {
                new Version7(header, file).read(items);
            }
            return header;
        } catch (EOFException e) {
            throw new CaptureException(
                    "ends after " + file.size()
                            + " bytes, before the tables that say where its events are; copy it again, or let trace-cmd finish recording",
                    e);
        }
    }

    /** Checks the size of a ring buffer page. */
    static int pageBytes(long value) throws CaptureException {
        if (value < PageReader.PAGE_MIN_BYTES || value > PageReader.PAGE_MAX_BYTES) {
            throw new CaptureException("is damaged: its pages are said to be " + value + " bytes long");
        }
        return (int) value;
    }

    /** The page size of buffers that do not name their own. */
    int pageBytes() {
        return pageBytes;
    }

    /** {@code header_page} and {@code header_event}, each with its own name before it. */
    void readHeaderFiles(Items items) throws IOException {
        items.name();
        pageFields = EventFormat.fields(items.text(items.i64()));
        items.name();
        items.bytes(items.i64());
    }

    void readFtraceFormats(Items items) throws IOException {
        readFormats(items, items.u32());
    }

    void readSystems(Items items) throws IOException {
        long systems = items.u32();
        for (long i = 0; i < systems; i++) {
            items.name();
            readFormats(items, items.u32());
        }
    }

    private void readFormats(Items items, long count) throws IOException {
        if (count > FORMATS_MAX) {
            throw new CaptureException("is damaged before offset " + items.at() + ": it claims " + count + " events");
        }
        for (long i = 0; i < count; i++) {
            EventFormat format = EventFormat.parse(items.text(items.i64()));
            if (format != null && formats.size() < FORMATS_MAX) {
                formats.put(format.id(), format);
            }
        }
    }

    void readSymbols(Items items) throws IOException {
        symbols = new Symbols(items.bytes(items.u32()));
    }

    /** Lines {@code pid name}. */
    void readTasks(Items items) throws IOException {
        String text = items.text(items.i64());
        for (String line : (Iterable<String>) text.lines()::iterator) {
            int blank = line.indexOf(' ');
            if (blank > 0 && tasks.size() < TASKS_MAX) {
                try {
                    tasks.put(
                            Integer.parseInt(line.substring(0, blank)),
                            line.substring(blank + 1).getBytes(StandardCharsets.ISO_8859_1));
                } catch (NumberFormatException e) {
                    diagnostics.report(DiagnosticCode.PART_DAMAGED, items.at());
                }
            }
        }
    }

    /** Notes a part that the events can be read without. */
    void partDamaged(long position) {
        diagnostics.report(DiagnosticCode.PART_DAMAGED, position);
    }

    List<EventFormat> formats() {
        return List.copyOf(formats.values());
    }

    Symbols symbols() {
        return symbols;
    }

    List<EventFormat.Field> pageFields() {
        return pageFields;
    }

    /** The name of a task, or null. */
    byte @Nullable [] task(int pid) {
        return tasks.get(pid);
    }
}
