// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;
import org.jspecify.annotations.Nullable;

/** An open directory of a {@link DirectoryTree}, listed by getdents64(2): a cookie is the {@code d_off} of its entry. */
final class LinuxDirectory implements OpenDirectory {
    private static final int BLOCK_BYTES = 32 * 1024;
    // struct linux_dirent64, include/linux/dirent.h
    private static final int D_INO = 0;
    private static final int D_OFF = 8;
    private static final int D_RECLEN = 16;
    private static final int D_TYPE = 18;
    private static final int D_NAME = 19;

    private final int fd;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final ByteBuffer entries =
            ByteBuffer.wrap(block).order(ByteOrder.nativeOrder()).limit(0);
    /** The cookie of the entry before the next one. */
    private long position;

    private @Nullable DirectoryEntry next;

    /**
     * @param fd closed with this
     */
    LinuxDirectory(int fd) {
        this.fd = fd;
    }

    @Override
    public void seek(long cookie) throws FuseError {
        if (cookie == position && cookie != 0) {
            return;
        }
        if (LibC.lseek(fd, cookie, LibC.SEEK_SET) < 0) {
            throw FuseError.of(LibC.errno());
        }
        entries.limit(0);
        next = null;
        position = cookie;
    }

    @Override
    public @Nullable DirectoryEntry peek() throws FuseError {
        if (next == null && (entries.hasRemaining() || fill())) {
            int at = entries.position();
            int end = at + Short.toUnsignedInt(entries.getShort(at + D_RECLEN));
            int nameEnd = at + D_NAME;
            while (block[nameEnd] != 0) {
                nameEnd++;
            }
            next = new DirectoryEntry(
                    Arrays.copyOfRange(block, at + D_NAME, nameEnd),
                    entries.getLong(at + D_INO),
                    block[at + D_TYPE],
                    entries.getLong(at + D_OFF));
            entries.position(end);
        }
        return next;
    }

    private boolean fill() throws FuseError {
        Scratch scratch = Scratch.get();
        long count = LibC.getdents64(fd, scratch.data(BLOCK_BYTES), BLOCK_BYTES);
        if (count < 0) {
            throw FuseError.of(LibC.errno());
        }
        scratch.dataView().get(0, block, 0, (int) count);
        entries.position(0).limit((int) count);
        return count > 0;
    }

    @Override
    public void advance() throws FuseError {
        DirectoryEntry entry = peek();
        if (entry != null) {
            position = entry.cookie();
            next = null;
        }
    }

    @Override
    public void fsync(boolean dataOnly) throws FuseError {
        if ((dataOnly ? LibC.fdatasync(fd) : LibC.fsync(fd)) != 0) {
            throw FuseError.of(LibC.errno());
        }
    }

    @Override
    public void close() {
        LibC.close(fd);
    }
}
