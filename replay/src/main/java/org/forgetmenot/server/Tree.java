// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import org.jspecify.annotations.Nullable;

/**
 * The files that a server serves, without nodeids and counts: those are a session's, of which several may share a tree.
 * It may be used by several threads.
 *
 * <p>A method that returns an {@link Inode} refers to it once; {@link #release} gives one reference back. Names are one
 * component, neither empty nor . nor .., without / and NUL: {@link Request#name} sees to it. A tree that cannot do something
 * answers as the kernel's filesystems do.
 */
public interface Tree extends AutoCloseable {
    /** The root directory, which is referred to as long as the tree is open. */
    Inode root();

    /**
     * The file of a name in a directory, null if it has no such name: that is no failure, and as common as finding one.
     *
     * @param into filled with what the file is
     */
    @Nullable
    Inode lookup(Inode directory, byte[] name, Attributes into) throws FuseError;

    /** Refers to an inode once more. */
    void acquire(Inode inode);

    /** Gives a reference back; at the last one the tree may forget the inode. */
    void release(Inode inode);

    /** Says what there is to say of a file. */
    void attributes(Inode inode, Attributes into) throws FuseError;

    /** Changes a file; of a size and other things at once, the size comes first, as it may fail. */
    void change(Inode inode, Change change) throws FuseError;

    /** Where a symbolic link leads. */
    byte[] readlink(Inode inode) throws FuseError;

    /**
     * Makes a file that is no directory, no symbolic link.
     *
     * @param mode type and permissions
     * @param rdev of a device, as the kernel encodes it
     */
    Inode mknod(Inode directory, byte[] name, int mode, int rdev, Caller caller) throws FuseError;

    /** Makes a directory. */
    Inode mkdir(Inode directory, byte[] name, int mode, Caller caller) throws FuseError;

    /** Makes a symbolic link. */
    Inode symlink(Inode directory, byte[] name, byte[] target, Caller caller) throws FuseError;

    /** Gives a file one more name. */
    void link(Inode inode, Inode directory, byte[] name) throws FuseError;

    /** Takes a name away from a file that is no directory. */
    void unlink(Inode directory, byte[] name) throws FuseError;

    /** Removes an empty directory. */
    void rmdir(Inode directory, byte[] name) throws FuseError;

    /** Moves a name; {@code flags} are those of renameat2(2). */
    void rename(Inode from, byte[] name, Inode to, byte[] newName, int flags) throws FuseError;

    /** Opens a regular file; {@code flags} are those of open(2) without O_CREAT and O_EXCL. */
    OpenFile open(Inode inode, int flags) throws FuseError;

    /**
     * Makes a regular file and opens it; opens it if it is there and {@code flags} have no O_EXCL.
     *
     * @param flags of open(2)
     */
    Created create(Inode directory, byte[] name, int flags, int mode, Caller caller) throws FuseError;

    /** What {@link #create} made. */
    record Created(Inode inode, OpenFile file) {}

    /** Opens a directory to list it. */
    OpenDirectory opendir(Inode inode) throws FuseError;

    /** The filesystem that a file lies on. */
    FilesystemStatus statfs(Inode inode) throws FuseError;

    /** Whether a caller may do what {@code mask} says, see access(2). */
    void access(Inode inode, int mask, Caller caller) throws FuseError;

    /** The value of an extended attribute. */
    byte[] getxattr(Inode inode, byte[] name) throws FuseError;

    /** The names of all extended attributes, each ended by NUL. */
    byte[] listxattr(Inode inode) throws FuseError;

    /** Sets an extended attribute; {@code flags} are those of setxattr(2). */
    void setxattr(Inode inode, byte[] name, byte[] value, int flags) throws FuseError;

    /** Removes an extended attribute. */
    void removexattr(Inode inode, byte[] name) throws FuseError;

    /** Brings everything to the disk. */
    void sync(Inode inode) throws FuseError;

    @Override
    void close();
}
