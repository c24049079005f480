// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.server.Attributes;
import org.jspecify.annotations.Nullable;

/** A file as a capture showed it, whatever its type. */
final class SeenFile {
    /** Bytes that were read from a place, before anything was written to the file. */
    static final class Data {
        final long offset;
        final byte[] bytes;

        Data(long offset, byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }
    }

    /** Whether it was there before the capture's first request; else an operation of the capture makes it. */
    final boolean atStart;

    /** Of a directory: what lies in it now, as the capture goes on. */
    final Map<Name, SeenFile> now = new HashMap<>(0);
    /** Of a directory: what lay in it at the start; null for what surely did not. */
    final Map<Name, @Nullable SeenFile> start = new LinkedHashMap<>(0);

    final List<Data> data = new ArrayList<>(0);
    /** Type and permissions at first sight, 0 if unknown. */
    int mode;
    /** What stat said at first sight, null if unknown. */
    @Nullable
    Attributes attributes;

    byte[] target = {};
    /** As far as replies to READ reached. */
    long readBytes;

    /** Since it was opened last. */
    long reading;

    boolean submount;
    /** From here on READ shows what the capture itself wrote. */
    boolean changed;

    SeenFile(boolean atStart) {
        this.atStart = atStart;
    }

    /** Its type is known by what was asked of it, unless stat said it. */
    void isA(int type, int permissions) {
        if (mode == 0) {
            mode = type | permissions;
        }
    }

    boolean isDirectory() {
        return Attributes.isDirectory(mode);
    }
}
