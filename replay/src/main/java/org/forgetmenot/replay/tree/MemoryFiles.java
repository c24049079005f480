// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import org.forgetmenot.server.Attributes;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.MemoryInode;
import org.forgetmenot.server.MemoryTree;

/** Files in memory. What nobody read of them is a pattern that tells its place. */
final class MemoryFiles implements FileMaker<MemoryInode, FuseError> {
    /** The root's own is 1. */
    private static final long FIRST_SUBMOUNT_DEVICE = 2;

    private final MemoryTree tree = new MemoryTree();
    private long lastDevice = FIRST_SUBMOUNT_DEVICE - 1;

    MemoryTree tree() {
        return tree;
    }

    @Override
    public MemoryInode root() {
        return tree.root();
    }

    @Override
    public MemoryInode add(MemoryInode directory, byte[] name, SeenFile seen, int mode) throws FuseError {
        MemoryInode inode = tree.add(directory, name, mode);
        if ((mode & Attributes.S_IFMT) == Attributes.S_IFLNK) {
            tree.target(inode, seen.target);
        }
        return inode;
    }

    @Override
    public void link(MemoryInode file, MemoryInode directory, byte[] name) throws FuseError {
        if (file.device() == directory.device()) {
            tree.link(file, directory, name);
        }
    }

    @Override
    public void mount(MemoryInode directory) {
        tree.mount(directory, ++lastDevice);
    }

    @Override
    public void content(MemoryInode file, SeenFile seen, long pathHash) throws FuseError {
        tree.holes(file, TreeFromCapture.sizeBytes(seen), pathHash);
        for (SeenFile.Data data : seen.data) {
            tree.data(file, data.offset, data.bytes, 0, data.bytes.length);
        }
    }

    @Override
    public void attributes(MemoryInode file, Attributes attributes) {
        tree.set(file, attributes);
    }
}
