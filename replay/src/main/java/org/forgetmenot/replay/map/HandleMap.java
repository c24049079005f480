// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayDeque;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Every recorded open file by its latest use of the number, and every live one that is open. */
public final class HandleMap {
    private final Long2ObjectOpenHashMap<Handle> byNumber = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectLinkedOpenHashMap<Handle> open = new Long2ObjectLinkedOpenHashMap<>();

    /**
     * A recorded reply opens a file.
     *
     * @param fh the recorded number, null if the capture does not tell
     * @param directory whether it is a directory
     */
    public Handle opened(Node node, @Nullable Long fh, boolean directory) {
        Handle handle = new Handle(node, directory);
        if (fh == null) {
            node.files().push(handle);
        } else {
            byNumber.put((long) fh, handle);
        }
        return handle;
    }

    /** The open file of a number, null if the capture does not show it opened. */
    public @Nullable Handle find(long fh) {
        return byNumber.get(fh);
    }

    /** Where the capture shows no numbers: the file of a nodeid that was opened last, null if none is open. */
    public @Nullable Handle latest(Node node) {
        return node.files().peek();
    }

    /** The live server opened it. */
    public void bind(Handle handle, long live) {
        handle.bind(live);
        open.put(live, handle);
    }

    /** It is released. */
    public void released(Handle handle) {
        handle.release();
        ArrayDeque<Handle> files = handle.node().files();
        files.remove(handle);
        if (handle.isBound()) {
            open.remove(handle.live(), handle);
        }
    }

    /** The recorded session ended, and another begins. */
    public void clear() {
        byNumber.clear();
        open.clear();
    }

    /** What is open on the live server. */
    public Collection<Handle> open() {
        return open.values();
    }
}
