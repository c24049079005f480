// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

/** What a step in the life of a nodeid is. */
public enum StepKind {
    /** A lookup: a reply hands the nodeid out, or a superblock gets its inode. */
    LOOKUP,
    /** A superblock whose root it is is mounted: a submount, which may have no lookup of its own. */
    ROOT,
    /** Somebody walks into it: a submount is mounted on it. */
    SUBMOUNT,
    /** A superblock lets its inode go. */
    EVICTED,
    /** Lookups are given back. */
    FORGET,
    /** The server takes an entry back before it replies. */
    TAKEN_BACK,
    /** A request names it. */
    USED,
    /** A request names it although it is forgotten. */
    USED_FORGOTTEN,
    /** A request that names it fails, for whatever reason. */
    ERROR,
    /** A request that names it fails, and it is forgotten. */
    ERROR_FORGOTTEN,
    /** A superblock that holds it is unmounted. */
    UNMOUNTED;

    /** Whether it tells of a forgotten nodeid. */
    public boolean isFailure() {
        return this == USED_FORGOTTEN || this == ERROR_FORGOTTEN;
    }
}
