// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import org.forgetmenot.wire.Errno;
import org.jspecify.annotations.Nullable;

/** What the {@code fh}s of one session stand for: an {@link OpenFile} or an {@link OpenDirectory}. Several threads may use it. */
final class HandleTable {
    /** More than a process may have descriptors open. */
    private static final int HANDLES_MAX = 1 << 20;

    private final Numbers numbers;
    private final Long2ObjectOpenHashMap<Object> byHandle = new Long2ObjectOpenHashMap<>();

    HandleTable(Personality personality) {
        this.numbers = new Numbers(personality.firstHandle(), personality.reusesNumbers());
    }

    synchronized boolean isFull() {
        return byHandle.size() >= HANDLES_MAX;
    }

    synchronized long add(Object handle) {
        long fh = numbers.take();
        byHandle.put(fh, handle);
        return fh;
    }

    OpenFile file(long fh) throws FuseError {
        if (find(fh) instanceof OpenFile file) {
            return file;
        }
        throw FuseError.of(Errno.EBADF);
    }

    OpenDirectory directory(long fh) throws FuseError {
        if (find(fh) instanceof OpenDirectory directory) {
            return directory;
        }
        throw FuseError.of(Errno.EBADF);
    }

    private synchronized @Nullable Object find(long fh) {
        return byHandle.get(fh);
    }

    /** Closes a handle; false if it is not open. */
    boolean close(long fh) {
        Object handle;
        synchronized (this) {
            handle = byHandle.remove(fh);
            if (handle == null) {
                return false;
            }
            numbers.giveBack(fh);
        }
        close(handle);
        return true;
    }

    private static void close(Object handle) {
        if (handle instanceof OpenFile file) {
            file.close();
        } else if (handle instanceof OpenDirectory directory) {
            directory.close();
        }
    }

    /** Closes them all. */
    synchronized void clear() {
        byHandle.values().forEach(HandleTable::close);
        byHandle.clear();
    }

    synchronized int size() {
        return byHandle.size();
    }
}
