// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.report.Difference;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/** How two captures differ, as one JSON object. */
final class DiffJson {
    private static final String SCHEMA = "forgetmenot/diff/1";

    private DiffJson() {}

    static void write(Difference difference, OutputStream out) throws IOException {
        JsonGenerator json = JsonReport.generator(out);
        JsonParts parts = new JsonParts(json, difference.inputs());
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        parts.inputs();
        json.writeObjectFieldStart("operations");
        json.writeNumberField("first", difference.aligned().first());
        json.writeNumberField("second", difference.aligned().second());
        json.writeNumberField("aligned", difference.aligned().aligned());
        json.writeNumberField("sameResult", difference.aligned().sameResult());
        json.writeEndObject();
        divergence(json, parts, difference.first());
        json.writeArrayFieldStart("counts");
        for (Difference.Count count : difference.counts()) {
            json.writeStartObject();
            json.writeStringField("path", count.path());
            json.writeStringField("what", count.what());
            json.writeNumberField("first", count.first());
            json.writeNumberField("second", count.second());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("countsOmitted", difference.countsOmitted());
        json.writeObjectFieldStart("findings");
        findings(json, parts, "appeared", difference.appeared());
        findings(json, parts, "went", difference.went());
        findings(json, parts, "stayed", difference.stayed());
        json.writeEndObject();
        JsonReport.end(json);
    }

    private static void divergence(JsonGenerator json, JsonParts parts, Difference.@Nullable Divergence first)
            throws IOException {
        if (first == null) {
            json.writeNullField("firstDivergence");
            return;
        }
        json.writeObjectFieldStart("firstDivergence");
        json.writeStringField(
                "kind", first.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.writeStringField("opcode", Words.opcode(first.opcode()));
        json.writeStringField("path", first.path());
        json.writeNumberField("ordinal", first.ordinal());
        side(json, parts, "first", first.firstAt(), first.firstError());
        side(json, parts, "second", first.secondAt(), first.secondError());
        json.writeEndObject();
    }

    private static void side(
            JsonGenerator json, JsonParts parts, String name, @Nullable Evidence at, @Nullable Integer error)
            throws IOException {
        if (at == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        parts.evidence(at);
        parts.number("error", error);
        parts.string("errorName", error == null ? null : Words.errno(error));
        json.writeEndObject();
    }

    private static void findings(JsonGenerator json, JsonParts parts, String name, List<Finding> findings)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("code", finding.code().id());
            json.writeStringField("severity", JsonParts.id(finding.severity()));
            json.writeStringField("confidence", JsonParts.id(finding.confidence()));
            json.writeStringField("blame", JsonParts.id(finding.blame()));
            parts.unsigned("nodeid", finding.nodeid());
            parts.string("path", finding.path());
            json.writeStringField("explanation", finding.explanation());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
