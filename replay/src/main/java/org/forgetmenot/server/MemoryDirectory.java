// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An open directory of a {@link MemoryTree}. */
final class MemoryDirectory implements OpenDirectory {
    private static final long AFTER_DOT = 1;
    private static final long AFTER_DOTS = 2;

    private final MemoryTree tree;
    private final MemoryInode inode;
    private long position;

    /**
     * @param inode referred to until it is closed
     */
    MemoryDirectory(MemoryTree tree, MemoryInode inode) {
        this.tree = tree;
        this.inode = inode;
    }

    @Override
    public void seek(long cookie) {
        position = cookie;
    }

    @Override
    public @Nullable DirectoryEntry peek() {
        synchronized (tree) {
            if (position < AFTER_DOTS) {
                boolean dot = position < AFTER_DOT;
                MemoryInode of = dot || inode.parent == null ? inode : inode.parent;
                return new DirectoryEntry(
                        dot ? new byte[] {'.'} : new byte[] {'.', '.'},
                        of.attributes.ino,
                        Attributes.S_IFDIR >>> 12,
                        position + 1);
            }
            var entry = inode.byCookie.higherEntry(position);
            return entry == null
                    ? null
                    : new DirectoryEntry(
                            entry.getValue().name().getBytes(StandardCharsets.ISO_8859_1),
                            entry.getValue().inode().attributes.ino,
                            entry.getValue().inode().type() >>> 12,
                            entry.getKey());
        }
    }

    @Override
    public void advance() {
        DirectoryEntry entry = peek();
        if (entry != null) {
            position = entry.cookie();
        }
    }

    @Override
    public void fsync(boolean dataOnly) {}

    @Override
    public void close() {
        tree.release(inode);
    }
}
