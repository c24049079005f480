// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.HashMap;
import java.util.Map;

/** A superblock, from mount to kill_sb. */
final class SimSuperblock {
    final long pointer;
    final int sDev;
    final boolean submount;
    /** Inodes that fuse_iget finds: mount points are not among them. */
    final Map<Long, SimInode> hashed = new HashMap<>();

    SimDentry root;
    boolean killed;

    SimSuperblock(long pointer, int sDev, boolean submount) {
        this.pointer = pointer;
        this.sDev = sDev;
        this.submount = submount;
    }
}
