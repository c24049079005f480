// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.SeekableFile;

/** Version 6: the items one behind the other, then a table of where each processor's pages lie. */
final class Version6 {
    /** More options than any file has. */
    private static final int OPTIONS_MAX = 100_000;

    private static final int WORD_BYTES = 10;

    private final TraceHeader header;
    private final SeekableFile file;
    private final List<Long> instances = new ArrayList<>();

    Version6(TraceHeader header, SeekableFile file) {
        this.header = header;
        this.file = file;
    }

    void read(Items items) throws IOException {
        header.readHeaderFiles(items);
        header.readFtraceFormats(items);
        header.readSystems(items);
        header.readSymbols(items);
        items.bytes(items.u32()); // printk formats
        header.readTasks(items);
        int cpus = cpus(items.u32());
        readTable(items, cpus);
        for (long offset : instances) {
            readTable(new Items(file, offset, header.order), cpus);
        }
    }

    static int cpus(long count) throws CaptureException {
        if (count > TraceHeader.CPUS_MAX) {
            throw new CaptureException("is damaged: it claims to come from " + count + " processors");
        }
        return (int) count;
    }

    /** The processors' places, behind an options block where there is one. */
    private void readTable(Items items, int cpus) throws IOException {
        String word = items.text(WORD_BYTES);
        if (word.startsWith("options")) {
            readOptions(items);
            word = items.text(WORD_BYTES);
        }
        if (word.startsWith("latency")) {
            throw latency();
        }
        if (!word.startsWith("flyrecord")) {
            throw new CaptureException("is damaged before offset " + items.at() + ": 'flyrecord' should be there");
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            long offset = items.i64();
            long size = items.i64();
            header.buffers.add(new CpuData(cpu, offset, size, header.pageBytes(), false));
        }
    }

    static CaptureException latency() {
        return new CaptureException(
                "holds the text of a latency tracer; write it out with: trace-cmd report -i FILE > OTHER");
    }

    private void readOptions(Items at) throws IOException {
        for (int i = 0; i < OPTIONS_MAX; i++) {
            int id = at.u16();
            if (id == Options.DONE) {
                return;
            }
            long size = at.u32();
            long next = at.at() + size;
            Items option = new Items(file, at.at(), header.order);
            if (id == Options.BUFFER) {
                instances.add(option.i64());
            } else {
                Options.read(id, option, size, header);
            }
            at.moveTo(next);
        }
        throw new CaptureException("is damaged before offset " + at.at() + ": its options do not end");
    }
}
