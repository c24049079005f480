// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.plan.Wire;
import org.forgetmenot.replay.target.TargetDied;
import org.forgetmenot.wire.InitFlags;
import org.forgetmenot.wire.InitOut;
import org.forgetmenot.wire.OutHeader;

/** INIT of a replay: offers what the recorded kernel offered, as far as the replay can keep it, and says how the answer differs. */
final class Handshake {
    /** What a kernel of today offers a virtio-fs server, for captures that do not tell. */
    private static final long USUAL = InitFlags.ASYNC_READ
            | InitFlags.POSIX_LOCKS
            | InitFlags.ATOMIC_O_TRUNC
            | InitFlags.EXPORT_SUPPORT
            | InitFlags.BIG_WRITES
            | InitFlags.DONT_MASK
            | InitFlags.FLOCK_LOCKS
            | InitFlags.AUTO_INVAL_DATA
            | InitFlags.DO_READDIRPLUS
            | InitFlags.READDIRPLUS_AUTO
            | InitFlags.ASYNC_DIO
            | InitFlags.PARALLEL_DIROPS
            | InitFlags.HANDLE_KILLPRIV
            | InitFlags.MAX_PAGES
            | InitFlags.CACHE_SYMLINKS
            | InitFlags.SUBMOUNTS;

    /** They would have the server use ways that a replay does not have: pipes, shared memory, rings, files of its own. */
    private static final long NEVER = InitFlags.SPLICE_WRITE
            | InitFlags.SPLICE_MOVE
            | InitFlags.SPLICE_READ
            | InitFlags.MAP_ALIGNMENT
            | InitFlags.HAS_INODE_DAX
            | InitFlags.PASSTHROUGH
            | InitFlags.OVER_IO_URING
            | InitFlags.HAS_IO_URING_BUFPOOL;

    /** They change the layout of requests: recorded ones have the layout that the recorded server accepted. */
    private static final long LAYOUT =
            InitFlags.SETXATTR_EXT | InitFlags.SECURITY_CTX | InitFlags.CREATE_SUPP_GROUP | InitFlags.ALLOW_IDMAP;

    /** What changes how a server behaves; SUBMOUNTS is but an offer, and servers need not take it up in their answer. */
    private static final Map<String, Long> WATCHED = new LinkedHashMap<>();

    static {
        WATCHED.put("DO_READDIRPLUS", InitFlags.DO_READDIRPLUS);
        WATCHED.put("MAX_PAGES", InitFlags.MAX_PAGES);
        WATCHED.put("ATOMIC_O_TRUNC", InitFlags.ATOMIC_O_TRUNC);
        WATCHED.put("POSIX_ACL", InitFlags.POSIX_ACL);
        WATCHED.put("WRITEBACK_CACHE", InitFlags.WRITEBACK_CACHE);
        WATCHED.put("SETXATTR_EXT", InitFlags.SETXATTR_EXT);
    }

    private Handshake() {}

    /**
     * Begins the session.
     *
     * @return how the live server's answer differs from the recorded one, whole sentences
     */
    static List<String> shake(Conversation conversation, Requests requests, Survey survey) throws IOException {
        long flags = survey.offered() == 0 ? USUAL : survey.offered();
        flags &= ~NEVER;
        flags &= ~LAYOUT | survey.accepted();
        long unique = conversation.unique();
        requests.init(unique, flags);
        byte[] reply = conversation.ask(unique);
        int error = OutHeader.error(reply, 0, Wire.ORDER);
        if (error != 0) {
            throw new TargetDied("refused INIT: " + Comparison.answer(error));
        }
        long accepted = InitFlags.ofReply(reply, OutHeader.BYTES, reply.length - OutHeader.BYTES, Wire.ORDER);
        int minor = reply.length >= OutHeader.BYTES + InitOut.MAX_READAHEAD
                ? Wire.i32(reply, OutHeader.BYTES + InitOut.MINOR)
                : 0;
        List<String> notes = new ArrayList<>();
        if (minor < survey.minor()) {
            notes.add("INIT: the live server speaks 7." + minor + ", the capture 7." + survey.minor() + ".");
        }
        if (survey.hasAccepted()) {
            if ((survey.accepted() & ~accepted & InitFlags.DONT_MASK) != 0) {
                requests.maskModes();
            }
            compare(survey.accepted(), accepted, notes);
        }
        return notes;
    }

    private static void compare(long recorded, long live, List<String> notes) {
        List<String> only = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        WATCHED.forEach((name, flag) -> {
            if ((recorded & flag) == 0 && (live & flag) != 0) {
                only.add(name);
            } else if ((recorded & flag) != 0 && (live & flag) == 0) {
                lacking.add(name);
            }
        });
        if (!lacking.isEmpty()) {
            notes.add("INIT: the live server does not accept " + String.join(", ", lacking)
                    + ", which the recorded one did.");
        }
        if (!only.isEmpty()) {
            notes.add("INIT: the live server accepts " + String.join(", ", only) + ", which the recorded one did not.");
        }
    }
}
