// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text without what terminals, web pages and mails do to it: colours ({@code strace --color}), entities of HTML (as for
 * the angle bracket of an arrow), the mark of a quotation or the blanks of a code block before each line. Lines stay lines, so
 * that their numbers hold.
 */
final class Pasted extends InputStream {
    /** What was done to a text. */
    enum Harm {
        COLOURS,
        ENTITIES,
        QUOTED,
        INDENTED
    }

    /**
     * What was done to one text.
     *
     * @param indentation blanks before each line, if it is {@link Harm#INDENTED}
     */
    record Found(Set<Harm> harms, int indentation) {
        boolean isNothing() {
            return harms.isEmpty();
        }
    }

    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]{0,16}m");
    private static final Pattern ANGLE = Pattern.compile("&[lg]t;");
    private static final Pattern QUOTE = Pattern.compile("&(?:quot|#34);");

    /** Blanks before all lines that are no dialect's own: a code block of Markdown has four. */
    private static final int INDENTATION_MIN = 4;

    private static final byte ESCAPE = 0x1b;
    /** Longer than any entity or colour. */
    private static final int SEQUENCE_MAX = 24;

    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream in;
    private final Set<Harm> harms;
    private final int indentation;
    private final byte[] raw = new byte[CHUNK_BYTES];
    private int next;
    private int limit;
    private boolean ended;
    private boolean lineStart = true;
    private int indented;

    Pasted(InputStream in, Found found) {
        this.in = in;
        this.harms = found.harms();
        this.indentation = found.indentation();
    }

    /** Finds what was done to a text; what a capture holds by itself is let alone. */
    static Found find(Prefix prefix) {
        Set<Harm> harms = EnumSet.noneOf(Harm.class);
        if (!prefix.isText()) {
            return new Found(harms, 0);
        }
        if (prefix.contains(COLOUR)) {
            harms.add(Harm.COLOURS);
        }
        boolean angles = false;
        boolean quotes = false;
        boolean lineStart = true;
        boolean quotedLine = false;
        int lines = 0;
        int quoted = 0;
        int blanks = 0;
        int indentation = Integer.MAX_VALUE;
        for (int i = 0; i < prefix.length(); i++) {
            int c = prefix.at(i);
            if (lineStart && c > ' ') {
                lines++;
                quotedLine = c == '>';
                quoted += quotedLine ? 1 : 0;
                indentation = Math.min(indentation, blanks);
            }
            blanks = c == '\n' ? 0 : blanks + 1;
            boolean mark = quotedLine && (c == '>' || c == ' ');
            quotedLine &= mark;
            angles |= (c == '<' || c == '>') && !mark;
            quotes |= c == '"';
            lineStart = c == '\n' || (lineStart && c <= ' ');
        }
        // names may hold entities, but a text that was escaped as a whole has no such character itself
        if (!angles && (prefix.contains(ANGLE) || (!quotes && prefix.contains(QUOTE)))) {
            harms.add(Harm.ENTITIES);
        }
        if (quoted > lines / 2) {
            harms.add(Harm.QUOTED); // no dialect has lines that begin so
        }
        if (lines > 0 && (indentation >= INDENTATION_MIN || (indentation > 0 && prefix.at(0) == '\t'))) {
            harms.add(Harm.INDENTED);
        }
        return new Found(harms, indentation);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = 0;
        while (count == 0) {
            if (limit - next < SEQUENCE_MAX && !ended) {
                fill();
                continue;
            }
            if (next == limit) {
                return -1;
            }
            // a sequence that may go on behind what is here waits for the rest
            int most = ended ? limit : limit - SEQUENCE_MAX + 1;
            while (next < most && count < length) {
                count += one(out, offset + count);
            }
        }
        return count;
    }

    private void fill() throws IOException {
        System.arraycopy(raw, next, raw, 0, limit - next);
        limit -= next;
        next = 0;
        int read = in.read(raw, limit, raw.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }

    /** Takes what is next and puts the byte that it stands for; returns how many that are, none or one. */
    private int one(byte[] out, int at) {
        byte b = raw[next];
        if (lineStart && b == '>' && harms.contains(Harm.QUOTED)) {
            next++;
            if (next < limit && raw[next] == ' ') {
                next++;
            }
            return 0;
        }
        if (lineStart && harms.contains(Harm.INDENTED) && indented < indentation && (b == ' ' || b == '\t')) {
            indented++;
            next++;
            return 0;
        }
        indented = 0;
        lineStart = b == '\n';
        if (b == ESCAPE && harms.contains(Harm.COLOURS)) {
            int end = endOfColour();
            if (end > 0) {
                next = end;
                return 0;
            }
        } else if (b == '&' && harms.contains(Harm.ENTITIES)) {
            for (Entity entity : Entity.values()) {
                if (Ascii.startsWith(raw, next, limit, entity.text)) {
                    next += entity.text.length();
                    out[at] = entity.character;
                    return 1;
                }
            }
        }
        next++;
        out[at] = b;
        return 1;
    }

    /** Index behind {@code ESC [ 1 ; 32 m}, or -1. */
    private int endOfColour() {
        int i = next + 1;
        if (i >= limit || raw[i] != '[') {
            return -1;
        }
        int most = Math.min(limit, next + SEQUENCE_MAX - 1);
        for (i++; i < most && (Ascii.isDigit(raw[i]) || raw[i] == ';'); i++) {
            // its numbers
        }
        return i < most && (raw[i] == 'm' || raw[i] == 'K') ? i + 1 : -1;
    }

    private enum Entity {
        LESS("&lt;", '<'),
        GREATER("&gt;", '>'),
        QUOTE("&quot;", '"'),
        QUOTE_NUMBER("&#34;", '"'),
        APOSTROPHE("&#39;", '\''),
        APOSTROPHE_HEX("&#x27;", '\''),
        BLANK("&nbsp;", ' '),
        AMPERSAND("&amp;", '&');

        private final String text;
        private final byte character;

        Entity(String text, char character) {
            this.text = text;
            this.character = (byte) character;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
