// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** A name in the kernel's dentry cache. */
final class SimDentry {
    final SimSuperblock superblock;
    SimDentry parent;
    String name;
    /** Null for a name that is known not to exist. */
    SimInode inode;

    final Map<String, SimDentry> children = new LinkedHashMap<>();
    /** Who holds it: children, open files, walks, mounts, roots of namespaces. */
    int pins;
    /** Whether a walk finds it. */
    boolean hashed = true;

    boolean dying;
    /** Until when the server need not be asked again. */
    long validUntilNs;

    int mounts;

    SimDentry(SimSuperblock superblock, SimDentry parent, String name, SimInode inode) {
        this.superblock = superblock;
        this.parent = parent;
        this.name = name;
        this.inode = inode;
    }

    boolean isBelow(SimDentry other) {
        for (SimDentry at = this; at != null; at = at.parent) {
            if (at == other) {
                return true;
            }
        }
        return false;
    }

    /** Whether something is mounted on it or on a name below. */
    boolean holdsMount() {
        return mounts > 0 || children.values().stream().anyMatch(SimDentry::holdsMount);
    }
}
