// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.forgetmenot.replay.ReplayResult;
import org.forgetmenot.replay.ReplayResult.Death;
import org.forgetmenot.replay.ReplayResult.Divergence;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.replay.ReplayResult.Step;
import org.forgetmenot.replay.ReplayResult.Use;
import org.forgetmenot.report.Safe;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/** What a replay showed, as one JSON object. */
final class ReplayJson {
    private static final String SCHEMA = "forgetmenot/replay/1";

    private final JsonGenerator json;
    private final JsonParts parts;
    private final ReplayResult result;

    private ReplayJson(JsonGenerator json, ReplayResult result) {
        this.json = json;
        this.result = result;
        parts = new JsonParts(json, result.diagnosis().inputs());
    }

    static void write(ReplayResult result, OutputStream out) throws IOException {
        JsonGenerator json = JsonReport.generator(out);
        new ReplayJson(json, result).write();
        JsonReport.end(json);
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeStringField("target", result.target());
        parts.string("personality", result.personality());
        json.writeNumberField("input", result.input());
        parts.inputs();
        ReplayResult.Counts counts = result.counts();
        json.writeNumberField("operations", counts.operations());
        json.writeNumberField("sent", counts.sent());
        json.writeNumberField("compared", counts.compared());
        json.writeNumberField("sameError", counts.same());
        json.writeNumberField("diverged", counts.diverged());
        json.writeNumberField("synthesised", counts.synthesised());
        json.writeNumberField(
                "skipped",
                result.skipped().values().stream().mapToLong(Long::longValue).sum());
        json.writeObjectFieldStart("skippedBecause");
        for (var skipped : result.skipped().entrySet()) {
            json.writeNumberField(skipped.getKey().id(), skipped.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("tolerated");
        for (var tolerated : result.tolerated().entrySet()) {
            json.writeNumberField(tolerated.getKey().id(), tolerated.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("forgets", counts.forgets());
        json.writeNumberField("forgetsClamped", counts.forgetsClamped());
        json.writeNumberField("added", counts.added());
        json.writeNumberField("aliased", counts.aliased());
        json.writeNumberField("pending", result.pending());
        divergence(result.divergence());
        json.writeArrayFieldStart("incidents");
        for (Incident incident : result.incidents()) {
            incident(incident);
        }
        json.writeEndArray();
        death(result.death());
        json.writeObjectFieldStart("latency");
        json.writeNumberField("p50Ns", result.speed().p50Ns());
        json.writeNumberField("p99Ns", result.speed().p99Ns());
        json.writeEndObject();
        parts.number("latenessP99Ns", result.speed().latenessP99Ns());
        json.writeNumberField("operationsPerSecond", Math.round(result.speed().operationsPerSecond()));
        json.writeArrayFieldStart("notes");
        for (String note : result.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
    }

    private void divergence(@Nullable Divergence first) throws IOException {
        if (first == null) {
            json.writeNullField("firstDivergence");
            return;
        }
        json.writeObjectFieldStart("firstDivergence");
        step(first.step());
        json.writeNumberField("recordedError", first.recordedError());
        json.writeNumberField("liveError", first.liveError());
        json.writeStringField("what", first.difference().what());
        json.writeStringField("recorded", first.difference().recorded());
        json.writeStringField("live", first.difference().live());
        json.writeBooleanField("exact", first.exact());
        steps("before", first.before());
        json.writeEndObject();
    }

    private void incident(Incident incident) throws IOException {
        json.writeStartObject();
        json.writeStringField("code", incident.code().id());
        parts.unsigned("nodeid", incident.nodeid());
        parts.string("path", incident.path());
        parts.number("recordedError", incident.recordedError());
        parts.number("liveError", incident.liveError());
        if (incident.reproduced() == null) {
            json.writeNullField("reproduced");
        } else {
            json.writeBooleanField("reproduced", incident.reproduced());
        }
        json.writeNumberField("reproducedRuns", incident.reproducedRuns());
        json.writeNumberField("runs", incident.runs());
        json.writeBooleanField("exact", incident.isExact());
        json.writeArrayFieldStart("madeUp");
        for (String opcode : incident.madeUp()) {
            json.writeString(opcode);
        }
        json.writeEndArray();
        json.writeNumberField("uses", incident.allUses());
        json.writeNumberField("failedAgain", incident.reproducedUses());
        json.writeArrayFieldStart("used");
        for (Use use : incident.uses()) {
            json.writeStartObject();
            step(use.step());
            parts.number("recordedError", use.recordedError());
            parts.number("liveError", use.liveError());
            json.writeBooleanField("exact", use.exact());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("explanation", incident.why());
        json.writeEndObject();
    }

    private void death(@Nullable Death death) throws IOException {
        if (death == null) {
            json.writeNullField("serverDied");
            return;
        }
        json.writeObjectFieldStart("serverDied");
        json.writeStringField("how", death.how());
        steps("last", death.last());
        json.writeNumberField("operationsLeft", death.left());
        json.writeArrayFieldStart("said");
        for (String line : death.said()) {
            json.writeString(Safe.line(line));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void steps(String name, List<Step> steps) throws IOException {
        json.writeArrayFieldStart(name);
        for (Step step : steps) {
            json.writeStartObject();
            step(step);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void step(Step step) throws IOException {
        parts.position(result.input(), step.position());
        parts.number("timeNs", step.timeNs());
        json.writeStringField("opcode", Words.opcode(step.opcode()));
        parts.unsigned("nodeid", step.nodeid());
        parts.string("path", step.path());
        parts.string("name", step.name());
    }
}
