// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.tracedat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code format} file of tracefs says of an event: its name, its number and where its fields lie. Both differ from
 * boot to boot, so nothing else may be assumed.
 *
 * @param id the number in {@code common_type}
 * @param fields the common ones first
 */
record EventFormat(String name, int id, List<Field> fields) {
    /** More fields than any event has. */
    private static final int FIELDS_MAX = 512;

    /**
     * One field.
     *
     * @param offset from the record's first byte
     * @param size in bytes, 0 for what reaches to the record's end
     * @param isArray whether it is more than one value
     * @param isText {@code __data_loc char[]}: length and place of a text behind the fields
     * @param isRelative {@code __rel_loc}: the place counts from behind the field
     */
    record Field(
            String name, int offset, int size, boolean signed, boolean isArray, boolean isText, boolean isRelative) {}

    /** Reads the text of a format file; null if it is none. */
    static @Nullable EventFormat parse(String text) {
        String name = "";
        int id = -1;
        List<Field> fields = new ArrayList<>();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.startsWith("name: ")) {
                name = line.substring("name: ".length()).strip();
            } else if (line.startsWith("ID: ")) {
                id = number(line.substring("ID: ".length()).strip());
            } else if (fields.size() < FIELDS_MAX) {
                Field field = field(line);
                if (field != null) {
                    fields.add(field);
                }
            }
        }
        return name.isEmpty() || id < 0 || id > 0xffff ? null : new EventFormat(name, id, fields);
    }

    /** Reads the fields of a text that has nothing else, such as {@code header_page}. */
    static List<Field> fields(String text) {
        List<Field> fields = new ArrayList<>();
        text.lines().limit(FIELDS_MAX).forEach(line -> {
            Field field = field(line);
            if (field != null) {
                fields.add(field);
            }
        });
        return fields;
    }

    /** {@code field:unsigned long caller[8]; offset:16; size:64; signed:0;}. */
    private static @Nullable Field field(String line) {
        int start = line.indexOf("field:");
        int end = line.indexOf(';');
        if (start < 0 || end < start) {
            return null;
        }
        String declaration = line.substring(start + "field:".length(), end).strip();
        int offset = after(line, "offset:");
        int size = after(line, "size:");
        if (offset < 0 || size < 0 || offset > PageReader.PAGE_MAX_BYTES || size > PageReader.PAGE_MAX_BYTES) {
            return null;
        }
        boolean relative = declaration.startsWith("__rel_loc ");
        boolean text = (relative || declaration.startsWith("__data_loc ")) && declaration.contains("char[]");
        int bracket = declaration.lastIndexOf('[');
        int space = declaration.lastIndexOf(' ');
        boolean array = bracket > space && bracket > 0;
        String name = declaration.substring(space + 1, array ? bracket : declaration.length());
        return new Field(name, offset, size, after(line, "signed:") == 1, array, text, relative);
    }

    private static int after(String line, String word) {
        int at = line.indexOf(word);
        if (at < 0) {
            return -1;
        }
        int start = at + word.length();
        int end = line.indexOf(';', start);
        return end < 0 ? -1 : number(line.substring(start, end));
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A field by its name. */
    @Nullable
    Field field(String wanted, int sizeMin) {
        for (Field field : fields) {
            if (field.name().equals(wanted) && field.size() >= sizeMin) {
                return field;
            }
        }
        return null;
    }
}
