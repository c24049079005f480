// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.jspecify.annotations.Nullable;

/** An open directory: what an {@code fh} of OPENDIR stands for. A position in it is a cookie that only it understands. */
public interface OpenDirectory {
    /** Goes to the place after the entry that has this cookie; 0 is the beginning. */
    void seek(long cookie) throws FuseError;

    /** The entry at this place, null at the end; valid until the next call of {@link #advance} or {@link #seek}. */
    @Nullable
    DirectoryEntry peek() throws FuseError;

    /** Goes on to the next entry. */
    void advance() throws FuseError;

    /** Brings the directory to the disk. */
    void fsync(boolean dataOnly) throws FuseError;

    /** After this, nothing else is called. */
    void close();
}
