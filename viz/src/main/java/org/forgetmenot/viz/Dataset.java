// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a picture plots, as a table: whoever doubts the picture can look, or draw another. A cell is a text, a number or null
 * (unknown).
 */
public final class Dataset {
    /** Of what needs no quotes in CSV. */
    private static final Pattern PLAIN = Pattern.compile("[^,\"\\r\\n]*");

    private final String kind;
    private final List<String> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    Dataset(String kind, String... columns) {
        this.kind = kind;
        this.columns = List.of(columns);
    }

    Dataset row(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Collections.unmodifiableList(Arrays.asList(cells)));
        return this;
    }

    /** Takes over the rows of another of the same kind. */
    Dataset addAll(Dataset other) {
        rows.addAll(other.rows);
        return this;
    }

    public List<String> columns() {
        return columns;
    }

    public List<List<@Nullable Object>> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** Writes it as CSV (RFC 4180, UTF-8), with a heading; unknown is empty. */
    public void writeCsv(OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append("\r\n");
        for (List<@Nullable Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(cell(row.get(i)));
            }
            text.append("\r\n");
            if (text.length() > 1 << 16) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (value instanceof String && !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text; // a spreadsheet would run it
        }
        return PLAIN.matcher(text).matches() ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** Writes it as one JSON object on one line. */
    public void writeJson(OutputStream out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField("schema", "forgetmenot/chart/1");
        json.writeStringField("kind", kind);
        json.writeArrayFieldStart("columns");
        for (String column : columns) {
            json.writeString(column);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (List<@Nullable Object> row : rows) {
            json.writeStartArray();
            for (Object value : row) {
                value(json, value);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.write('\n');
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Number) {
            json.writeNumber(value.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
