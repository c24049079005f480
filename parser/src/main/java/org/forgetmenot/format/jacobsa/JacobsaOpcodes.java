// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import java.util.Map;
import org.forgetmenot.format.requestlog.Words;
import org.forgetmenot.wire.Opcode;

/** Opcodes by the names of jacobsa/fuse's operations (fuseops/ops.go), without their {@code Op}. */
final class JacobsaOpcodes {
    private static final Words WORDS = new Words(Map.ofEntries(
            Map.entry("LookUpInode", Opcode.LOOKUP.number()),
            Map.entry("GetInodeAttributes", Opcode.GETATTR.number()),
            Map.entry("SetInodeAttributes", Opcode.SETATTR.number()),
            Map.entry("ForgetInode", Opcode.FORGET.number()),
            Map.entry("BatchForget", Opcode.BATCH_FORGET.number()),
            Map.entry("MkDir", Opcode.MKDIR.number()),
            Map.entry("MkNode", Opcode.MKNOD.number()),
            Map.entry("CreateFile", Opcode.CREATE.number()),
            Map.entry("CreateSymlink", Opcode.SYMLINK.number()),
            Map.entry("CreateLink", Opcode.LINK.number()),
            Map.entry("Rename", Opcode.RENAME.number()),
            Map.entry("RmDir", Opcode.RMDIR.number()),
            Map.entry("Unlink", Opcode.UNLINK.number()),
            Map.entry("OpenDir", Opcode.OPENDIR.number()),
            Map.entry("ReadDir", Opcode.READDIR.number()),
            Map.entry("ReadDirPlus", Opcode.READDIRPLUS.number()),
            Map.entry("ReleaseDirHandle", Opcode.RELEASEDIR.number()),
            Map.entry("OpenFile", Opcode.OPEN.number()),
            Map.entry("ReadFile", Opcode.READ.number()),
            Map.entry("WriteFile", Opcode.WRITE.number()),
            Map.entry("SyncFile", Opcode.FSYNC.number()),
            Map.entry("FlushFile", Opcode.FLUSH.number()),
            Map.entry("ReleaseFileHandle", Opcode.RELEASE.number()),
            Map.entry("ReadSymlink", Opcode.READLINK.number()),
            Map.entry("StatFS", Opcode.STATFS.number()),
            Map.entry("SyncFS", Opcode.SYNCFS.number()),
            Map.entry("GetXattr", Opcode.GETXATTR.number()),
            Map.entry("ListXattr", Opcode.LISTXATTR.number()),
            Map.entry("SetXattr", Opcode.SETXATTR.number()),
            Map.entry("RemoveXattr", Opcode.REMOVEXATTR.number()),
            Map.entry("Fallocate", Opcode.FALLOCATE.number()),
            Map.entry("init", Opcode.INIT.number()),
            Map.entry("interrupt", Opcode.INTERRUPT.number())));

    private JacobsaOpcodes() {}

    /** The opcode of a name, or {@link Words#NONE}. */
    static int find(byte[] bytes, int start, int end) {
        return WORDS.find(bytes, start, end);
    }
}
