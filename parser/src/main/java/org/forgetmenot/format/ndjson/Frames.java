// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.Stacks;
import org.forgetmenot.format.Ascii;
import org.forgetmenot.format.DiagnosticCode;
import org.forgetmenot.format.ReadContext;

/** The stacks of the lines, each distinct one kept once. Stacks are told apart by their text: {@code "a","b"}. */
final class Frames {
    private final Stacks stacks;
    private final ReadContext context;

    Frames(ReadContext context) {
        this.context = context;
        this.stacks = context.stacks();
    }

    /** Tells an event a stack of plain frames, by the text between its brackets. */
    void put(byte[] bytes, int start, int end, Event event) {
        long hash = Ascii.hash(bytes, start, end);
        int index = stacks.find(hash);
        if (index >= 0) {
            event.stack(index);
            return;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
        List<String> frames = new ArrayList<>();
        for (int from = 0; from < text.length() && frames.size() < Stacks.FRAMES_MAX; ) {
            int quote = text.indexOf('"', from + 1);
            frames.add(text.substring(from + 1, quote));
            from = quote + 2;
        }
        add(hash, frames, event);
    }

    /** Tells an event a stack. */
    void put(List<String> all, Event event) {
        byte[] text = ('"' + String.join("\",\"", all) + '"').getBytes(StandardCharsets.UTF_8);
        long hash = all.isEmpty() ? Ascii.hash(text, 0, 0) : Ascii.hash(text, 0, text.length);
        int index = stacks.find(hash);
        if (index >= 0) {
            event.stack(index);
        } else {
            add(hash, all.subList(0, Math.min(all.size(), Stacks.FRAMES_MAX)), event);
        }
    }

    private void add(long hash, List<String> frames, Event event) {
        int index = stacks.add(hash, frames);
        if (index >= 0) {
            event.stack(index);
        } else {
            context.diagnostics().report(DiagnosticCode.STACKS_TOO_MANY, event.position());
        }
    }
}
