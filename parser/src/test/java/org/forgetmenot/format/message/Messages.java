// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.message;

import java.util.HexFormat;

/** Messages of one session of libfuse's passthrough_ll on Linux 6.18 ({@code mkdir d; echo > d/a; ls d; rm -r d}), field by field. */
public final class Messages {
    private Messages() {}

    /** The bytes of a hex text with a comment behind each field. */
    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("#.*", "").replaceAll("\\s", ""));
    }

    /** R LOOKUP u=6 n=1 "d" pid 29450. */
    public static final String LOOKUP = """
            2a000000 # len
            01000000 # opcode
            0600000000000000 # unique
            0100000000000000 # nodeid
            00000000 # uid
            00000000 # gid
            0a730000 # pid
            0000 # total_extlen
            0000 # padding
            6400 # name "d"
            """;

    /** W error -2 u=6. */
    public static final String ENOENT = """
            10000000 # len
            feffffff # error
            0600000000000000 # unique
            """;

    /** R MKDIR u=8 n=1 mode 0755 umask 022 "d". */
    public static final String MKDIR = """
            32000000 # len
            09000000 # opcode
            0800000000000000 # unique
            0100000000000000 # nodeid
            00000000 # uid
            00000000 # gid
            0a730000 # pid
            0000 # total_extlen
            0000 # padding
            ed010000 # mode
            12000000 # umask
            6400 # name "d"
            """;

    /** W entry nodeid 0x55b4bdc7cca0 gen 0 valid 1s/1s ino 0x2525c7 mode 040755 (len 0x90). */
    public static final String MKDIR_ENTRY = """
            90000000 # len
            00000000 # error
            0800000000000000 # unique
            a0ccc7bdb4550000 # nodeid
            0000000000000000 # generation
            0100000000000000 # entry_valid
            0100000000000000 # attr_valid
            00000000 # entry_valid_nsec
            00000000 # attr_valid_nsec
            c725250000000000 # ino
            0010000000000000 # size
            0800000000000000 # blocks
            01dd026b00000000 # atime
            01dd026b00000000 # mtime
            01dd026b00000000 # ctime
            67e02b2b # atimensec
            67e02b2b # mtimensec
            67e02b2b # ctimensec
            ed410000 # mode
            02000000 # nlink
            00000000 # uid
            00000000 # gid
            00000000 # rdev
            00100000 # blksize
            00000000 # attr flags
            """;

    /** R CREATE u=12 n=0x55b4bdc7cca0 flags 0x8241 mode 0100644 umask 022 "a". */
    public static final String CREATE = """
            3a000000 # len
            23000000 # opcode
            0c00000000000000 # unique
            a0ccc7bdb4550000 # nodeid
            00000000 # uid
            00000000 # gid
            f5720000 # pid
            0000 # total_extlen
            0000 # padding
            41820000 # flags
            a4810000 # mode
            12000000 # umask
            00000000 # open_flags
            6100 # name "a"
            """;

    /** W CREATE reply: entry(nodeid 0x55b4bdc7ce00) + open_out(fh 8) len 0xa0. */
    public static final String CREATE_ENTRY = """
            a0000000 # len
            00000000 # error
            0c00000000000000 # unique
            00cec7bdb4550000 # nodeid
            0000000000000000 # generation
            0100000000000000 # entry_valid
            0100000000000000 # attr_valid
            00000000 # entry_valid_nsec
            00000000 # attr_valid_nsec
            c825250000000000 # ino
            0000000000000000 # size
            0000000000000000 # blocks
            01dd026b00000000 # atime
            01dd026b00000000 # mtime
            01dd026b00000000 # ctime
            67e9682b # atimensec
            67e9682b # mtimensec
            67e9682b # ctimensec
            a4810000 # mode
            01000000 # nlink
            00000000 # uid
            00000000 # gid
            00000000 # rdev
            00100000 # blksize
            00000000 # attr flags
            0800000000000000 # fh
            00000000 # open_flags
            00000000 # backing_id
            """;

    /** R READDIRPLUS u=28 fh 0x55b4bdc7cf60 size 4096. */
    public static final String READDIRPLUS = """
            50000000 # len
            2c000000 # opcode
            1c00000000000000 # unique
            a0ccc7bdb4550000 # nodeid
            00000000 # uid
            00000000 # gid
            0b730000 # pid
            0000 # total_extlen
            0000 # padding
            60cfc7bdb4550000 # fh
            0000000000000000 # offset
            00800000 # size
            00000000 # read_flags
            0000000000000000 # lock_owner
            00880100 # flags
            00000000 # padding
            """;

    /** W READDIRPLUS reply len 0x1f0: "." nodeid 0, ".." nodeid 0, "a" nodeid 0x55b4bdc7ce00 (off=INT64_MAX). */
    public static final String READDIRPLUS_ENTRIES = """
            f0010000 # len
            00000000 # error
            1c00000000000000 # unique
            0000000000000000 # nodeid
            0000000000000000 # generation
            0000000000000000 # entry_valid
            0000000000000000 # attr_valid
            00000000 # entry_valid_nsec
            00000000 # attr_valid_nsec
            c725250000000000 # ino
            0000000000000000 # size
            0000000000000000 # blocks
            0000000000000000 # atime
            0000000000000000 # mtime
            0000000000000000 # ctime
            00000000 # atimensec
            00000000 # mtimensec
            00000000 # ctimensec
            00400000 # mode
            00000000 # nlink
            00000000 # uid
            00000000 # gid
            00000000 # rdev
            00000000 # blksize
            00000000 # attr flags
            c725250000000000 # ino
            1eba4030d7643a58 # off
            01000000 # namelen
            04000000 # type
            2e00000000000000 # name, padding
            0000000000000000 # nodeid
            0000000000000000 # generation
            0000000000000000 # entry_valid
            0000000000000000 # attr_valid
            00000000 # entry_valid_nsec
            00000000 # attr_valid_nsec
            2425250000000000 # ino
            0000000000000000 # size
            0000000000000000 # blocks
            0000000000000000 # atime
            0000000000000000 # mtime
            0000000000000000 # ctime
            00000000 # atimensec
            00000000 # mtimensec
            00000000 # ctimensec
            00400000 # mode
            00000000 # nlink
            00000000 # uid
            00000000 # gid
            00000000 # rdev
            00000000 # blksize
            00000000 # attr flags
            2425250000000000 # ino
            8781b4acbd3efd6a # off
            02000000 # namelen
            04000000 # type
            2e2e000000000000 # name, padding
            00cec7bdb4550000 # nodeid
            0000000000000000 # generation
            0100000000000000 # entry_valid
            0100000000000000 # attr_valid
            00000000 # entry_valid_nsec
            00000000 # attr_valid_nsec
            c825250000000000 # ino
            0300000000000000 # size
            0800000000000000 # blocks
            01dd026b00000000 # atime
            01dd026b00000000 # mtime
            01dd026b00000000 # ctime
            67e9682b # atimensec
            9615942b # mtimensec
            9615942b # ctimensec
            a4810000 # mode
            01000000 # nlink
            00000000 # uid
            00000000 # gid
            00000000 # rdev
            00100000 # blksize
            00000000 # attr flags
            c825250000000000 # ino
            ffffffffffffff7f # off
            01000000 # namelen
            08000000 # type
            6100000000000000 # name, padding
            """;

    /** R BATCH_FORGET u=58 n=0 count 2: (0x55b4bdc7ce00, 4) (0x55b4bdc7cca0, 1). */
    public static final String BATCH_FORGET = """
            50000000 # len
            2a000000 # opcode
            3a00000000000000 # unique
            0000000000000000 # nodeid
            00000000 # uid
            00000000 # gid
            00000000 # pid
            0000 # total_extlen
            0000 # padding
            02000000 # count
            00000000 # dummy
            00cec7bdb4550000 # nodeid
            0400000000000000 # nlookup
            a0ccc7bdb4550000 # nodeid
            0100000000000000 # nlookup
            """;

    /** FORGET of 4, made by hand: nodeid 0x55b4bdc7ce00. */
    public static final String FORGET = """
            30000000 # len
            02000000 # opcode
            3c00000000000000 # unique
            00cec7bdb4550000 # nodeid
            00000000 # uid
            00000000 # gid
            00000000 # pid
            0000 # total_extlen
            0000 # padding
            0400000000000000 # nlookup
            """;
}
