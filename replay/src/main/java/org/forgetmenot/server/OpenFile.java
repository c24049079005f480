// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

/** An open file: what an {@code fh} of OPEN or CREATE stands for. */
public interface OpenFile {
    /**
     * Reads from an offset; fewer bytes than asked for only at the end of the file.
     *
     * @return how many bytes were read
     */
    int read(long offset, byte[] into, int at, int length) throws FuseError;

    /**
     * Writes at an offset.
     *
     * @return how many bytes were written
     */
    int write(long offset, byte[] from, int at, int length) throws FuseError;

    /** Somebody closed a descriptor of it: what close(2) would complain of is told now. */
    void flush() throws FuseError;

    /** Brings what was written to the disk. */
    void fsync(boolean dataOnly) throws FuseError;

    /** {@code mode} is that of fallocate(2). */
    void fallocate(int mode, long offset, long length) throws FuseError;

    /** SEEK_DATA and SEEK_HOLE, see lseek(2); the others never leave the kernel. */
    long lseek(long offset, int whence) throws FuseError;

    /** Changes the size of the file. */
    void truncate(long size) throws FuseError;

    /** After this, nothing else is called. */
    void close();
}
