// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.event.Text;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.server.Attributes;
import org.forgetmenot.server.FuseError;
import org.forgetmenot.server.MemoryTree;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files that a capture was seen to begin with, in memory or in a directory.
 *
 * @param <F> a file
 * @param <E> what happens when one cannot be made
 */
public final class TreeBuilder<F, E extends Exception> {
    private final FileMaker<F, E> maker;
    private final Map<SeenFile, F> made = new HashMap<>();

    private TreeBuilder(FileMaker<F, E> maker) {
        this.maker = maker;
    }

    /** A directory that has its files yet to be made. */
    private record Task<F>(SeenFile seen, F directory, long pathHash) {}

    /** The files as they were before the capture's first request, in memory; another tree each time. */
    public static MemoryTree build(TreeFromCapture seen) throws FuseError {
        MemoryFiles files = new MemoryFiles();
        new TreeBuilder<>(files).fill(seen.root());
        return files.tree();
    }

    /**
     * The same in an empty directory that nobody else has: sparse files with the data that the capture shows.
     *
     * @param mayMount whether submounts are mounted; else they are directories
     * @return what is not as it was, whole sentences
     */
    public static List<String> build(TreeFromCapture seen, Path directory, boolean mayMount) throws IOException {
        DiskFiles files = new DiskFiles(directory, mayMount);
        new TreeBuilder<>(files).fill(seen.root());
        return files.finish();
    }

    private void fill(SeenFile root) throws E {
        ArrayDeque<Task<F>> tasks = new ArrayDeque<>();
        F top = maker.root();
        attributes(root, top);
        tasks.add(new Task<>(root, top, 0));
        for (Task<F> task = tasks.poll(); task != null; task = tasks.poll()) {
            for (Map.Entry<Name, @Nullable SeenFile> entry : task.seen.start.entrySet()) {
                SeenFile file = entry.getValue();
                if (file != null && file.atStart) {
                    add(task, entry.getKey(), file, tasks);
                }
            }
        }
    }

    private void add(Task<F> task, Name name, SeenFile file, ArrayDeque<Task<F>> tasks) throws E {
        F already = made.get(file);
        if (already != null) {
            if (!Attributes.isDirectory(mode(file))) {
                maker.link(already, task.directory, name.bytes());
            }
            return;
        }
        int mode = mode(file);
        F fresh = maker.add(task.directory, name.bytes(), file, mode);
        made.put(file, fresh);
        long pathHash = task.pathHash * 31 + Text.hash(name.bytes(), 0, name.bytes().length);
        if (Attributes.isDirectory(mode)) {
            if (file.submount) {
                maker.mount(fresh);
            }
            tasks.add(new Task<>(file, fresh, pathHash));
        } else if ((mode & Attributes.S_IFMT) == Attributes.S_IFREG) {
            maker.content(fresh, file, pathHash);
        }
        attributes(file, fresh);
    }

    private void attributes(SeenFile file, F made) throws E {
        if (file.attributes != null) {
            maker.attributes(made, file.attributes);
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
