// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.function.BiConsumer;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** The lines that libfuse and virtiofsd in C, which grew out of it, print alike; what stands before each is the log's own. */
final class LibfuseLines {
    private LibfuseLines() {}

    static void asked(StringBuilder out, long unique, Opcode opcode, long nodeid, int bytes, int pid) {
        out.append("unique: ")
                .append(Long.toUnsignedString(unique))
                .append(", opcode: ")
                .append(opcode)
                .append(" (")
                .append(opcode.number())
                .append("), nodeid: ")
                .append(nodeid)
                .append(", insize: ")
                .append(bytes)
                .append(", pid: ")
                .append(pid)
                .append('\n');
    }

    static StringBuilder called(StringBuilder out, String function, Request request) {
        return out.append(function)
                .append("(parent=")
                .append(request.nodeid)
                .append(", name=")
                .append(request.name)
                .append(')');
    }

    static void answered(StringBuilder out, long unique, int error, int bytes) {
        out.append("   unique: ").append(Long.toUnsignedString(unique));
        if (error == 0) {
            out.append(", success, outsize: ").append(bytes).append('\n');
        } else {
            out.append(", error: ")
                    .append(error)
                    .append(" (")
                    .append(Errno.of(-error).description())
                    .append("), outsize: 16\n");
        }
    }

    /** passthrough_ll's line of a nodeid that it hands out. */
    static void arrow(StringBuilder out, WireFact fact, String name, EntryReply entry) {
        out.append("  ")
                .append(fact.request().nodeid)
                .append('/')
                .append(name)
                .append(" -> ")
                .append(entry.nodeid())
                .append('\n');
    }

    /** What passthrough_ll prints an arrow for: twice where it makes the file and then looks it up. */
    static void arrows(WireFact fact, BiConsumer<String, EntryReply> arrow) {
        Request request = fact.request();
        Reply reply = fact.reply();
        if (request.opcode == Opcode.READDIRPLUS) {
            reply.entries().stream()
                    .filter(e -> !e.name().startsWith("."))
                    .forEach(e -> arrow.accept(e.name(), e.entry()));
        } else if (handsOut(fact)) {
            arrow.accept(request.name, reply.entry());
            if (request.opcode == Opcode.MKDIR || request.opcode == Opcode.MKNOD || request.opcode == Opcode.SYMLINK) {
                arrow.accept(request.name, reply.entry());
            }
        }
    }

    /** Whether a reply hands out the one nodeid that it is about. */
    static boolean handsOut(WireFact fact) {
        return fact.request().opcode.countsEntry()
                && fact.reply().error() == 0
                && fact.reply().entry().nodeid() != 0;
    }

    /** passthrough_ll's line of a FORGET, with the count that it had. */
    static void forgotten(StringBuilder out, WireFact.Forgotten item) {
        out.append("  forget ")
                .append(item.nodeid())
                .append(' ')
                .append(item.before())
                .append(" -")
                .append(item.nlookup())
                .append('\n');
    }
}
