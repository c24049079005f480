// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

/**
 * The bugs that others have found and fixed: one row each. A detector that recognises a bug's signature names its row.
 */
public enum KnownBug {
    SUBMOUNT_BORROWS_LOOKUP(
            "virtiofs: a submount's root borrows the lookup of its mount point",
            "a FORGET from the parent superblock takes the count to 0 while the root of a submount lives on the nodeid",
            "c4d361f66ac9 (\"fuse: share lookup state between submount and its parent\"), Linux 6.7-rc6, stable 6.6.8 and 6.1.70",
            "Linux 5.10 to 6.7-rc5 (since bf109c64040f), except stable kernels with the fix"),
    READDIRPLUS_FORGETS_TWICE(
            "fuse: a READDIRPLUS entry that cannot be linked is given back at once and counted all the same",
            "a FORGET of 1 follows a READDIRPLUS entry, and the last FORGET of the nodeid takes that 1 once more",
            "b8bd342d50cb (\"fuse: nlookup missing decrement in fuse_direntplus_link\"), Linux 6.6",
            "Linux 3.9 to 6.5 (since 0b05b18381ee), except stable kernels with the fix"),
    REUSED_NODEID_REACHES_OLD_INODE(
            "fuse: an inode of an older generation goes on to be used for a nodeid that the server gave to another file",
            "a counted nodeid is handed out for another file with another generation",
            "15db16837a35 (\"fuse: fix illegal access to inode with reused nodeid\"), Linux 5.14 and stable kernels",
            "Linux before 5.14, except stable kernels with the fix");

    private final String title;
    private final String signature;
    private final String fixedBy;
    private final String affected;

    KnownBug(String title, String signature, String fixedBy, String affected) {
        this.title = title;
        this.signature = signature;
        this.fixedBy = fixedBy;
        this.affected = affected;
    }

    /** What it is called here. */
    public String title() {
        return title;
    }

    /** What of it a capture shows. */
    public String signature() {
        return signature;
    }

    /** The commit that fixed it, and the first versions that have it. */
    public String fixedBy() {
        return fixedBy;
    }

    /** Versions that have the bug. */
    public String affected() {
        return affected;
    }
}
