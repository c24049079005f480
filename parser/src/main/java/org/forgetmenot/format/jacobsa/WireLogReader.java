// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.jacobsa;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capability;
import org.forgetmenot.format.CaptureReader;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.Diagnostics;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object after the other and tells of each its request, what it gave back or handed out, and its reply. Objects
 * are written when operations end, so a request's time is before its place in the log.
 */
final class WireLogReader implements CaptureReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private enum Stage {
        REQUEST,
        FORGETS,
        ENTRY,
        REPLY,
        DONE
    }

    private final InputStream in;
    private final Diagnostics diagnostics;
    private final WireOperation operation = new WireOperation();
    private final EnumSet<Capability> seen = EnumSet.noneOf(Capability.class);
    private @Nullable JsonParser json;
    private Stage stage = Stage.DONE;
    private int nextForgotten;
    private long line;
    private boolean ended;

    WireLogReader(InputStream in, Diagnostics diagnostics) {
        this.in = in;
        this.diagnostics = diagnostics;
    }

    @Override
    public boolean next(Event event) throws IOException {
        while (true) {
            switch (stage) {
                case REQUEST -> {
                    stage = Stage.FORGETS;
                    nextForgotten = 0;
                    request(event);
                    return true;
                }
                case FORGETS -> {
                    if (nextForgotten < operation.forgotten.size()) {
                        forget(event);
                        return true;
                    }
                    stage = isForget() ? Stage.DONE : Stage.ENTRY;
                }
                case ENTRY -> {
                    stage = Stage.REPLY;
                    if (operation.hasStatus && operation.status == 0 && operation.hasChild && operation.child != 0) {
                        entry(event);
                        return true;
                    }
                }
                case REPLY -> {
                    stage = Stage.DONE;
                    reply(event);
                    return true;
                }
                case DONE -> {
                    if (!readObject()) {
                        return false;
                    }
                }
            }
        }
    }

    private boolean isForget() {
        return operation.opcode == Opcode.FORGET || operation.opcode == Opcode.BATCH_FORGET;
    }

    private boolean readObject() throws IOException {
        if (ended) {
            return false;
        }
        try {
            JsonParser parser = json;
            if (parser == null) {
                parser = JSON.createParser(in);
                json = parser;
            }
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    break;
                }
                line = parser.currentTokenLocation().getLineNr();
                if (token == JsonToken.START_OBJECT) {
                    operation.read(parser);
                    if (operation.isOperation) {
                        stage = Stage.REQUEST;
                        return true;
                    }
                }
                diagnostics.report(DiagnosticCode.LINE_NOT_UNDERSTOOD, line);
            }
        } catch (JsonEOFException e) {
            diagnostics.report(DiagnosticCode.CUT_SHORT, Math.max(line, 1));
        } catch (JsonProcessingException | CharConversionException e) {
            diagnostics.report(DiagnosticCode.RECORD_DAMAGED, Math.max(line, 1));
        }
        ended = true;
        return false;
    }

    private void request(Event event) {
        event.start(EventKind.REQUEST, line);
        seen.add(Capability.REQUESTS);
        if (operation.opcode == null) {
            diagnostics.report(DiagnosticCode.UNKNOWN_OPCODE, line);
        }
        putCommon(event, 0);
        putOpcode(event);
        if (operation.hasUnique) {
            seen.add(Capability.UNIQUE);
        }
        if (operation.hasPid) {
            event.pid(operation.pid);
            seen.add(Capability.PID);
        }
        if (operation.hasNodeid) {
            event.nodeid(operation.nodeid);
        }
        if (operation.hasOtherNodeid) {
            event.otherNodeid(operation.otherNodeid);
        }
        if (operation.hasHandle && !handsOutHandle()) {
            event.fh(operation.handle);
            seen.add(Capability.HANDLES);
        }
        putName(event);
        byte[] second = operation.secondName;
        if (second != null) {
            event.secondName().set(second, 0, second.length);
        }
    }

    private void putCommon(Event event, long afterNs) {
        if (operation.hasUnique) {
            event.unique(operation.unique);
        }
        if (operation.hasStart) {
            event.timeNs(operation.startNs + afterNs);
            seen.add(Capability.TIME);
        }
    }

    private void putOpcode(Event event) {
        Opcode opcode = operation.opcode;
        if (opcode != null) {
            event.opcode(opcode.number());
        }
    }

    private void putName(Event event) {
        byte[] name = operation.name;
        if (name != null) {
            event.name().set(name, 0, name.length);
            seen.add(Capability.NAMES);
        }
    }

    private boolean handsOutHandle() {
        Opcode opcode = operation.opcode;
        return opcode == Opcode.OPEN || opcode == Opcode.OPENDIR || opcode == Opcode.CREATE;
    }

    private void forget(Event event) {
        event.start(EventKind.FORGET, line)
                .nodeid(operation.forgotten.getLong(nextForgotten))
                .nlookup(operation.counts.getLong(nextForgotten));
        putCommon(event, 0);
        nextForgotten++;
        seen.add(Capability.FORGETS);
        seen.add(Capability.FORGET_COUNTS);
    }

    private void entry(Event event) {
        event.start(EventKind.ENTRY, line).nodeid(operation.child);
        putCommon(event, operation.durationNs);
        putOpcode(event);
        if (operation.hasNodeid) {
            event.parent(operation.nodeid);
        }
        if (operation.hasGeneration) {
            event.generation(operation.generation);
            seen.add(Capability.ATTRIBUTES);
        }
        putName(event);
        seen.add(Capability.ENTRY_NODEIDS);
    }

    private void reply(Event event) {
        event.start(EventKind.REPLY, line);
        putCommon(event, operation.durationNs);
        putOpcode(event);
        if (operation.hasNodeid) {
            event.nodeid(operation.nodeid);
        }
        if (operation.hasStatus) {
            event.error(operation.status > 0 ? -operation.status : operation.status);
            seen.add(Capability.ERRORS);
        }
        if (operation.hasHandle && handsOutHandle()) {
            event.fh(operation.handle);
            seen.add(Capability.HANDLES);
        }
        putName(event);
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.copyOf(seen);
    }
}
