// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.EOFException;
import java.io.IOException;
import org.forgetmenot.format.ByteSource;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.SeekableFile;

/** Version 7: a chain of options sections says where every other section lies; each may be compressed. */
final class Version7 {
    /** Longer chains of options sections are a circle. */
    private static final int SECTIONS_MAX = 1000;
    /** More options than any section has. */
    private static final int OPTIONS_MAX = 100_000;

    private static final int COMPRESSED = 1;

    private final TraceHeader header;
    private final SeekableFile file;

    Version7(TraceHeader header, SeekableFile file) {
        this.header = header;
        this.file = file;
    }

    void read(Items items) throws IOException {
        header.compression = Compression.named(items.name());
        items.name(); // its version
        long section = items.i64();
        for (int i = 0; section != 0; i++) {
            if (i == SECTIONS_MAX) {
                throw new CaptureException("is damaged: its options sections follow each other without end");
            }
            section = readOptions(section(section, Options.DONE));
        }
        if (header.formats().isEmpty() || header.buffers.isEmpty()) {
            throw new EOFException();
        }
    }

    /** The body of the section at an offset, decompressed. */
    private Items section(long offset, int wanted) throws IOException {
        Items items = new Items(file, offset, header.order);
        int id = items.u16();
        int flags = items.u16();
        items.u32(); // offset of its description
        items.i64();
        if (id != wanted) {
            throw new CaptureException("is damaged at offset " + offset + ": section " + wanted + " should be there");
        }
        if ((flags & COMPRESSED) == 0) {
            return items;
        }
        long compressed = items.u32();
        long size = items.u32();
        if (size > Items.ITEM_MAX_BYTES) {
            throw new CaptureException("is damaged at offset " + offset + ": a section of " + size + " bytes");
        }
        byte[] from = items.bytes(compressed);
        byte[] into = new byte[(int) size];
        if (!header.compression.decompress(from, from.length, into, into.length)) {
            throw new CaptureException("is damaged at offset " + offset + ": its compressed data cannot be read");
        }
        return new Items(ByteSource.of(into), 0, header.order);
    }

    /** Reads one options section; returns the offset of the next, 0 for none. */
    private long readOptions(Items items) throws IOException {
        for (int i = 0; i < OPTIONS_MAX; i++) {
            int id = items.u16();
            long size = items.u32();
            long next = items.at() + size;
            switch (id) {
                case Options.DONE -> {
                    return items.i64();
                }
                case Options.HEADER_FILES -> header.readHeaderFiles(section(items.i64(), id));
                case Options.FTRACE_FORMATS -> header.readFtraceFormats(section(items.i64(), id));
                case Options.EVENT_FORMATS -> header.readSystems(section(items.i64(), id));
                case Options.SYMBOLS, Options.TASKS -> readHelp(id, items.i64());
                case Options.BUFFER -> readBuffer(items);
                case Options.BUFFER_TEXT -> throw Version6.latency();
                default -> Options.read(id, items, size, header);
            }
            items.moveTo(next);
        }
        throw new CaptureException("is damaged before offset " + items.at() + ": its options do not end");
    }

    /** What the events can be read without. */
    private void readHelp(int id, long offset) throws IOException {
        try {
            Items items = section(offset, id);
            if (id == Options.SYMBOLS) {
                header.readSymbols(items);
            } else {
                header.readTasks(items);
            }
        } catch (EOFException | CaptureException e) {
            header.partDamaged(offset);
        }
    }

    private void readBuffer(Items items) throws IOException {
        long offset = items.i64();
        items.name(); // of the instance, empty for the top one
        header.clock.named(items.name());
        int pageBytes = TraceHeader.pageBytes(items.u32());
        int cpus = Version6.cpus(items.u32());
        Items section = new Items(file, offset, header.order);
        boolean compressed = section.u16() == Options.BUFFER && (section.u16() & COMPRESSED) != 0;
        for (int i = 0; i < cpus; i++) {
            int cpu = (int) items.u32();
            long start = items.i64();
            header.buffers.add(new CpuData(cpu, start, items.i64(), pageBytes, compressed));
        }
    }
}
