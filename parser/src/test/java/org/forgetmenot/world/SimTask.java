// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A task of the guest: does one step after the other, in its mount namespace. */
final class SimTask {
    final int pid;
    final String comm;
    /** Whether it may become a container. */
    final boolean contained;

    final Deque<Step> steps = new ArrayDeque<>();
    final List<OpenFile> files = new ArrayList<>();
    boolean busy;
    /** Its step's own chance. */
    Dice dice = new Dice(0);

    Namespace namespace;

    SimTask(int pid, String comm, boolean contained, Namespace namespace) {
        this.pid = pid;
        this.comm = comm;
        this.contained = contained;
        this.namespace = namespace;
    }

    int cpu() {
        return pid & 1;
    }

    /** A mount namespace: where paths begin, and which submounts are mounted where. */
    static final class Namespace {
        SimDentry root;
        final Map<SimDentry, SimSuperblock> mounts = new LinkedHashMap<>();
        /** The submount that is its root, whose mount point it has let go of; null if there is none. */
        SimSuperblock pivoted;

        Namespace(SimDentry root) {
            this.root = root;
        }
    }

    /** An open file. */
    record OpenFile(SimDentry dentry, SimInode inode, long fh, boolean directory) {}
}
