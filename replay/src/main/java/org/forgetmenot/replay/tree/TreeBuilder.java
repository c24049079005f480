// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.forgetmenot.event.Text;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.server.Attributes;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.MemoryInode;
import org.forgetmenot.server.MemoryTree;
import org.jspecify.annotations.Nullable;

/** Makes the files in memory that a capture was seen to begin with. */
public final class TreeBuilder {
    /** The root's own is 1. */
    private static final long FIRST_SUBMOUNT_DEVICE = 2;

    private final MemoryTree tree = new MemoryTree();
    private final Map<SeenFile, MemoryInode> made = new HashMap<>();
    private long lastDevice = FIRST_SUBMOUNT_DEVICE - 1;

    private TreeBuilder() {}

    /** A directory that has its files yet to be made. */
    private record Task(SeenFile seen, MemoryInode directory, long pathHash) {}

    /** The files as they were before the capture's first request; another tree each time. */
    public static MemoryTree build(TreeFromCapture seen) throws FuseError {
        TreeBuilder builder = new TreeBuilder();
        builder.fill(seen.root());
        return builder.tree;
    }

    private void fill(SeenFile root) throws FuseError {
        ArrayDeque<Task> tasks = new ArrayDeque<>();
        MemoryInode top = tree.root();
        attributes(root, top);
        tasks.add(new Task(root, top, 0));
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            for (Map.Entry<Name, @Nullable SeenFile> entry : task.seen.start.entrySet()) {
                SeenFile file = entry.getValue();
                if (file != null && file.atStart) {
                    add(task, entry.getKey(), file, tasks);
                }
            }
        }
    }

    private void add(Task task, Name name, SeenFile file, ArrayDeque<Task> tasks) throws FuseError {
        MemoryInode already = made.get(file);
        if (already != null) {
            if (already.device() == task.directory.device() && !Attributes.isDirectory(mode(file))) {
                tree.link(already, task.directory, name.bytes());
            }
            return;
        }
        int mode = mode(file);
        MemoryInode inode = tree.add(task.directory, name.bytes(), mode);
        made.put(file, inode);
        attributes(file, inode);
        long pathHash = task.pathHash * 31 + Text.hash(name.bytes(), 0, name.bytes().length);
        if (Attributes.isDirectory(mode)) {
            if (file.submount) {
                tree.mount(inode, ++lastDevice);
            }
            tasks.add(new Task(file, inode, pathHash));
        } else if ((mode & Attributes.S_IFMT) == Attributes.S_IFLNK) {
            tree.target(inode, file.target);
        } else if ((mode & Attributes.S_IFMT) == Attributes.S_IFREG) {
            tree.holes(inode, TreeFromCapture.sizeBytes(file), pathHash);
            for (SeenFile.Data data : file.data) {
                tree.data(inode, data.offset, data.bytes, 0, data.bytes.length);
            }
        }
    }

    private void attributes(SeenFile file, MemoryInode inode) {
        if (file.attributes != null) {
            tree.set(inode, file.attributes);
        }
    }

    /** The type that was seen; what has something in it is a directory, whatever else was thought of it. */
    private static int mode(SeenFile file) {
        boolean full = file.start.values().stream().anyMatch(f -> f != null);
        if (file.mode == 0 || (full && !file.isDirectory())) {
            return full ? Attributes.S_IFDIR | 0755 : Attributes.S_IFREG | 0644;
        }
        return file.mode;
    }
}
