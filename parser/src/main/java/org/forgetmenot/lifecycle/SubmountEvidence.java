// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

/** Which of the four ways to count a submount's lookup a capture showed at work. */
public final class SubmountEvidence {
    private long firstLookupInMountPoint;
    private long firstLookupInEntered;
    private long firstLookupElsewhere;
    private long sharedReleases;
    private long lookupsWhileMounting;
    private long stolen;
    private long borrowed;

    /** A mount point inode was evicted with the very lookup that found it: not {@code shared}. */
    void firstLookupInMountPoint() {
        firstLookupInMountPoint++;
    }

    /** The same for a mount point that someone had walked into: neither {@code shared} nor {@code steal}. */
    void firstLookupInEnteredMountPoint() {
        firstLookupInEntered++;
    }

    /** A mount point inode was evicted with fewer lookups than it was given: {@code shared} or {@code steal}. */
    void firstLookupElsewhere() {
        firstLookupElsewhere++;
    }

    /** A FORGET of 1 came on top of what the evicted inode had: {@code shared}. */
    void sharedRelease() {
        sharedReleases++;
    }

    /** A LOOKUP was sent while a submount was mounted: {@code lookup}. */
    void lookupWhileMounting() {
        lookupsWhileMounting++;
    }

    /** A submount's root was evicted with a lookup that it never made: {@code steal}. */
    void stolen() {
        stolen++;
    }

    /** The first root to enter a mount point was evicted without a lookup of its own: neither {@code steal} nor {@code lookup}. */
    void borrowed() {
        borrowed++;
    }

    public boolean showsFirstLookupInMountPoint() {
        return firstLookupInMountPoint > 0;
    }

    public boolean showsFirstLookupInEnteredMountPoint() {
        return firstLookupInEntered > 0;
    }

    public boolean showsFirstLookupElsewhere() {
        return firstLookupElsewhere > 0;
    }

    public boolean showsShared() {
        return sharedReleases > 0;
    }

    public boolean showsLookup() {
        return lookupsWhileMounting > 0;
    }

    public boolean showsSteal() {
        return stolen > 0;
    }

    public boolean showsBorrowed() {
        return borrowed > 0;
    }
}
