// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.Locale;
import org.forgetmenot.wire.Errno;
import org.forgetmenot.wire.Opcode;

/** What a filesystem on bazil.org/fuse prints as {@code fuse.Debug}; READDIRPLUS it does not know. */
final class BazilLog {
    private static final long S = 1_000_000_000L;

    private final StringBuilder out = new StringBuilder();

    private BazilLog() {}

    static String of(List<WireFact> facts) {
        BazilLog log = new BazilLog();
        facts.forEach(log::fact);
        return log.out.toString();
    }

    private void fact(WireFact fact) {
        switch (fact.kind()) {
            case REQUEST -> request(fact);
            case REPLY -> reply(fact);
            case FORGET -> forget(fact);
            case DONE, NOTIFY -> {}
        }
    }

    private StringBuilder line(WireFact fact) {
        long seconds = fact.timeNs() / S;
        return out.append("2026/11/22 13:")
                .append(Long.toString(100 + seconds / 60 % 60).substring(1))
                .append(':')
                .append(Long.toString(100 + seconds % 60).substring(1))
                .append(" DEBUG : fuse: ");
    }

    private static String name(Opcode opcode) {
        return switch (opcode) {
            case OPENDIR -> "Open";
            case RELEASEDIR -> "Release";
            case READDIR, READDIRPLUS -> "Read";
            case UNLINK, RMDIR -> "Remove";
            case RENAME2 -> "Rename";
            case TMPFILE -> "Create";
            default -> opcode.name().charAt(0) + opcode.name().substring(1).toLowerCase(Locale.ROOT);
        };
    }

    private StringBuilder head(WireFact fact, String name, long nodeid, int pid) {
        return line(fact)
                .append("<- ")
                .append(name)
                .append(" [ID=0x")
                .append(Long.toHexString(fact.unique()))
                .append(" Node=0x")
                .append(Long.toHexString(nodeid))
                .append(" Uid=0 Gid=0 Pid=")
                .append(pid)
                .append(']');
    }

    private void request(WireFact fact) {
        Request request = fact.request();
        head(fact, name(request.opcode), request.nodeid, request.pid);
        switch (request.opcode) {
            case LOOKUP -> quoted(request.name);
            case MKDIR -> quoted(request.name).append(" mode=drwxr-xr-x umask=----w--w-");
            case CREATE, TMPFILE -> quoted(request.name).append(" fl=OpenReadWrite mode=-rw-r--r-- umask=----w--w-");
            case MKNOD -> {
                out.append(" Name");
                quoted(request.name).append(" mode=prw-r--r-- umask=----w--w- rdev=0");
            }
            case SYMLINK -> {
                out.append(" from");
                quoted(request.name).append(" to target");
                quoted(request.secondName);
            }
            case LINK -> {
                out.append(" node ").append(request.other).append(" to");
                quoted(request.name);
            }
            case UNLINK, RMDIR -> quoted(request.name).append(" dir=").append(request.opcode == Opcode.RMDIR);
            case RENAME, RENAME2 -> {
                out.append(" from");
                quoted(request.name).append(" to dirnode 0x").append(Long.toHexString(request.other));
                quoted(request.secondName);
            }
            case GETATTR -> out.append(" 0x0 fl=0");
            case OPEN, OPENDIR ->
                out.append(" dir=").append(request.opcode == Opcode.OPENDIR).append(flags(request));
            case READ, READDIR, READDIRPLUS ->
                out.append(" 0x")
                        .append(Long.toHexString(request.fh))
                        .append(" 4096 @0x0 dir=")
                        .append(request.opcode != Opcode.READ);
            case FLUSH, RELEASE, RELEASEDIR ->
                out.append(" 0x").append(Long.toHexString(request.fh)).append(flags(request));
            case INTERRUPT -> out.append(" ID 0x").append(Long.toHexString(request.other));
            case INIT -> out.append(" 7.40 ra=131072 fl=InitAsyncRead");
            default -> {}
        }
        out.append('\n');
    }

    private static String flags(Request request) {
        boolean directory = request.opcode == Opcode.OPENDIR || request.opcode == Opcode.RELEASEDIR;
        return directory ? " fl=OpenReadOnly+OpenDirectory+OpenNonblock" : " fl=OpenReadOnly";
    }

    private StringBuilder quoted(String text) {
        return out.append(" \"").append(text).append('"');
    }

    private void reply(WireFact fact) {
        Request request = fact.request();
        Reply reply = fact.reply();
        line(fact).append("-> [ID=0x").append(Long.toHexString(fact.unique())).append("] ");
        if (reply.error() != 0) {
            out.append(name(request.opcode))
                    .append(" error=")
                    .append(Errno.of(-reply.error()).name())
                    .append('\n');
            return;
        }
        switch (request.opcode) {
            case LOOKUP, LINK, MKNOD -> entry("Lookup ", reply.entry());
            case MKDIR, SYMLINK -> entry(name(request.opcode) + " ", reply.entry());
            case CREATE, TMPFILE -> {
                entry("Create {", reply.entry());
                out.append("} {0x").append(Long.toHexString(reply.fh())).append(" fl=0}");
            }
            case OPEN, OPENDIR ->
                out.append("Open 0x").append(Long.toHexString(reply.fh())).append(" fl=0");
            default -> out.append(name(request.opcode));
        }
        out.append('\n');
    }

    private void entry(String what, EntryReply entry) {
        out.append(what)
                .append("0x")
                .append(Long.toHexString(entry.nodeid()))
                .append(" gen=")
                .append(entry.generation())
                .append(" valid=1s attr={valid=1s ino=")
                .append(entry.ino())
                .append(" size=0 mode=-rw-r--r--}");
    }

    private void forget(WireFact fact) {
        List<WireFact.Forgotten> items = fact.forgotten();
        if (items.size() == 1) {
            head(fact, "Forget", items.get(0).nodeid(), 0)
                    .append(' ')
                    .append(items.get(0).nlookup())
                    .append('\n');
            return;
        }
        head(fact, "BatchForget", 0, 0);
        items.forEach(i -> out.append(' ').append(i.nodeid()).append('x').append(i.nlookup()));
        out.append('\n');
    }
}
