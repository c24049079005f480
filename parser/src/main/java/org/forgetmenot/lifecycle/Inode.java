// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import org.jspecify.annotations.Nullable;

/** One kernel inode: what one superblock holds of one nodeid. */
final class Inode {
    private final Superblock superblock;
    private final Epoch epoch;
    private final boolean mountPoint;
    private final boolean root;
    /** What the policies are judged by, null unless the nodeid is a mount point. */
    private @Nullable SubmountHistory history;

    private int historyNumber = -1;
    private boolean entered;
    private boolean firstToEnter;
    private long pointer;
    /** Lookups that the capture shows to belong to this inode; the eviction tells how many it really had. */
    private long known;
    /** For a mount point: the inode of its directory, and how many unattributed lookups that had when this was got. */
    private @Nullable Inode directory;

    private long directoryLookups;
    private long directoryLookupsBefore;
    /** For a directory: lookups below it that may have raised the count of a child without passing fuse_iget. */
    private long lookupsBelow;

    Inode(Superblock superblock, Epoch epoch, boolean mountPoint, boolean root) {
        this.superblock = superblock;
        this.epoch = epoch;
        this.mountPoint = mountPoint;
        this.root = root;
    }

    /** The life of a nodeid that this inode came to stand for after its own was forgotten: the nodeid was handed out again. */
    private @Nullable Epoch alias;

    @Nullable
    SubmountHistory history() {
        return history;
    }

    /** Its number in the history. */
    int historyNumber() {
        return historyNumber;
    }

    void history(SubmountHistory value) {
        history = value;
        historyNumber = value.nextInode();
    }

    /** Someone walked into this mount point. */
    void enter() {
        entered = true;
    }

    boolean isEntered() {
        return entered;
    }

    /** For a submount's root: whether nobody had walked into its mount point before. */
    void entersFirst(boolean value) {
        firstToEnter = value;
    }

    boolean isFirstToEnter() {
        return firstToEnter;
    }

    Superblock superblock() {
        return superblock;
    }

    Epoch epoch() {
        return epoch;
    }

    /** The life whose lookups the inode's nlookup counts now. */
    Epoch counts() {
        return alias == null ? epoch : alias;
    }

    @Nullable
    Epoch alias() {
        return alias;
    }

    void alias(@Nullable Epoch later) {
        alias = later;
        known = 0;
    }

    long nodeid() {
        return epoch.nodeid();
    }

    /** Whether the entry had FUSE_ATTR_SUBMOUNT: the place in the parent where a submount is mounted. */
    boolean isMountPoint() {
        return mountPoint;
    }

    /** Whether it is the root of its superblock. */
    boolean isRoot() {
        return root;
    }

    long pointer() {
        return pointer;
    }

    void pointer(long value) {
        pointer = value;
    }

    long known() {
        return known;
    }

    void addKnown(long lookups) {
        known = Math.max(0, known + lookups);
    }

    void below(@Nullable Inode parent) {
        directory = parent;
        directoryLookups = parent == null ? 0 : parent.lookupsBelow;
        directoryLookupsBefore = directoryLookups;
    }

    @Nullable
    Inode directory() {
        return directory;
    }

    void lookedUpBelow() {
        lookupsBelow++;
    }

    /** For a directory: how many lookups below it there were. */
    long lookupsBelow() {
        return lookupsBelow;
    }

    /**
     * For a mount point: whether it was got before a lookup below its directory.
     *
     * @param lookup which of those that was, counted from 1
     */
    boolean isOlderThan(long lookup) {
        return directory == null || directoryLookupsBefore < lookup;
    }

    /** How many lookups that no event attributes may have raised this inode's count since it was got; -1 if unknown. */
    long possiblyUnseen() {
        return directory == null ? -1 : directory.lookupsBelow - directoryLookups;
    }

    /** A lookup below the directory turned out to be this inode's own. */
    void attributed() {
        directoryLookups++;
    }
}
