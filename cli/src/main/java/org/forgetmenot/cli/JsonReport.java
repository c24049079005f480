// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import org.forgetmenot.detect.Evidence;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.detect.Forgotten;
import org.forgetmenot.detect.HeldBy;
import org.forgetmenot.detect.KnownBug;
import org.forgetmenot.detect.LookedUp;
import org.forgetmenot.detect.Seen;
import org.forgetmenot.detect.Used;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.report.Life;
import org.forgetmenot.report.WhatIf;
import org.forgetmenot.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * The reports for machines: one object a line, each with the name of its schema, which changes only when a field changes
 * its meaning or goes away.
 */
final class JsonReport {
    static final String DIAGNOSIS_SCHEMA = "forgetmenot/diagnosis/1";
    static final String LIFE_SCHEMA = "forgetmenot/life/1";
    static final String WHATIF_SCHEMA = "forgetmenot/whatif/1";
    static final String INFO_SCHEMA = "forgetmenot/info/1";

    private JsonReport() {}

    static JsonGenerator generator(OutputStream out) throws IOException {
        return JsonFactory.builder().build().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    static void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    static void diagnosis(Diagnosis diagnosis, OutputStream out) throws IOException {
        JsonGenerator json = generator(out);
        JsonParts parts = new JsonParts(json, diagnosis.inputs());
        json.writeStartObject();
        json.writeStringField("schema", DIAGNOSIS_SCHEMA);
        parts.inputs();
        parts.connections(diagnosis.connections());
        parts.nodes(diagnosis.nodes());
        alignment(json, diagnosis.alignment());
        json.writeArrayFieldStart("findings");
        for (Finding finding : diagnosis.findings()) {
            json.writeStartObject();
            finding(json, parts, finding);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("findingsOmitted", diagnosis.findingsOmitted());
        json.writeStringField("verdict", diagnosis.verdict());
        end(json);
    }

    private static void alignment(JsonGenerator json, Diagnosis.@Nullable Alignment alignment) throws IOException {
        if (alignment == null) {
            json.writeNullField("alignment");
            return;
        }
        json.writeObjectFieldStart("alignment");
        json.writeNumberField("matched", alignment.matched());
        json.writeNumberField("offsetNs", alignment.offsetNs());
        json.writeNumberField("uncertaintyNs", alignment.uncertaintyNs());
        json.writeStringField("sentence", alignment.sentence());
        json.writeEndObject();
    }

    private static void finding(JsonGenerator json, JsonParts parts, Finding finding) throws IOException {
        json.writeStringField("code", finding.code().id());
        json.writeStringField("severity", JsonParts.id(finding.severity()));
        json.writeStringField("confidence", JsonParts.id(finding.confidence()));
        json.writeStringField("blame", JsonParts.id(finding.blame()));
        parts.number("connection", finding.connection());
        parts.unsigned("nodeid", finding.nodeid());
        parts.unsigned("generation", finding.generation());
        parts.string("path", finding.path());
        json.writeBooleanField("latent", finding.latent());
        json.writeArrayFieldStart("heldBy");
        for (HeldBy heldBy : finding.heldBy()) {
            json.writeStartObject();
            parts.number("sDev", heldBy.sDev());
            json.writeBooleanField("submount", heldBy.submount());
            json.writeBooleanField("root", heldBy.root());
            json.writeEndObject();
        }
        json.writeEndArray();
        evidence(json, parts, finding);
        json.writeNumberField("uses", finding.uses());
        json.writeNumberField("failedUses", finding.failedUses());
        knownBug(json, finding.knownBug());
        json.writeStringField("explanation", finding.explanation());
    }

    private static void evidence(JsonGenerator json, JsonParts parts, Finding finding) throws IOException {
        json.writeArrayFieldStart("lookedUp");
        for (LookedUp lookedUp : finding.lookedUp()) {
            json.writeStartObject();
            parts.evidence(lookedUp.at());
            json.writeStringField("how", lookedUp.how());
            parts.number("sDev", lookedUp.sDev());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("forgotten");
        for (Forgotten forgotten : finding.forgotten()) {
            json.writeStartObject();
            parts.evidence(forgotten.at());
            parts.unsigned("nlookup", forgotten.nlookup());
            parts.string(
                    "cause",
                    forgotten.cause() == null ? null : forgotten.cause().id());
            parts.number("sDev", forgotten.sDev());
            json.writeArrayFieldStart("stack");
            for (String frame : forgotten.stack()) {
                json.writeString(frame);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("seen");
        for (Seen seen : finding.seen()) {
            json.writeStartObject();
            parts.evidence(seen.at());
            json.writeStringField("what", seen.what());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("used");
        for (Used used : finding.used()) {
            json.writeStartObject();
            parts.evidence(used.at());
            json.writeStringField("opcode", Words.opcode(used.opcode()));
            parts.number("error", used.error());
            parts.string("errorName", used.error() == null ? null : Words.errno(used.error()));
            parts.number("sDev", used.sDev());
            json.writeBooleanField("aliased", used.aliased());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void knownBug(JsonGenerator json, @Nullable KnownBug bug) throws IOException {
        if (bug == null) {
            json.writeNullField("knownBug");
            return;
        }
        json.writeObjectFieldStart("knownBug");
        json.writeStringField("name", bug.title());
        json.writeStringField("fixedBy", bug.fixedBy());
        json.writeStringField("affected", bug.affected());
        json.writeEndObject();
    }

    static void life(Life life, OutputStream out) throws IOException {
        JsonGenerator json = generator(out);
        JsonParts parts = new JsonParts(json, life.inputs());
        json.writeStartObject();
        json.writeStringField("schema", LIFE_SCHEMA);
        parts.unsigned("nodeid", life.nodeid());
        parts.inputs();
        json.writeArrayFieldStart("steps");
        for (Life.Step step : life.steps()) {
            json.writeStartObject();
            parts.evidence(step.at());
            json.writeStringField("what", step.what());
            parts.number("sDev", step.sDev());
            parts.number("serverCount", step.serverCount());
            json.writeObjectFieldStart("superblockCounts");
            for (Life.Held held : step.superblockCounts()) {
                parts.number(String.valueOf(held.sDev()), held.count());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("stepsOmitted", life.stepsOmitted());
        end(json);
    }

    static void whatIf(WhatIf whatIf, OutputStream out) throws IOException {
        JsonGenerator json = generator(out);
        JsonParts parts = new JsonParts(json, whatIf.inputs());
        json.writeStartObject();
        json.writeStringField("schema", WHATIF_SCHEMA);
        parts.inputs();
        parts.string("recordedPolicy", whatIf.recordedPolicy());
        parts.string(
                "recordedConfidence",
                whatIf.recordedConfidence() == null ? null : JsonParts.id(whatIf.recordedConfidence()));
        json.writeStringField("recordedBecause", whatIf.recordedBecause());
        parts.string("cannotJudge", whatIf.cannotJudge());
        json.writeArrayFieldStart("policies");
        for (WhatIf.Verdict verdict : whatIf.policies()) {
            json.writeStartObject();
            verdict(json, parts, verdict);
            json.writeEndObject();
        }
        json.writeEndArray();
        end(json);
    }

    private static void verdict(JsonGenerator json, JsonParts parts, WhatIf.Verdict verdict) throws IOException {
        json.writeStringField("policy", verdict.policy());
        json.writeStringField("kernels", verdict.kernels());
        json.writeStringField("outcome", verdict.outcome());
        json.writeArrayFieldStart("nodeids");
        for (Long nodeid : verdict.nodeids()) {
            parts.unsigned(nodeid);
        }
        json.writeEndArray();
        place(json, parts, "droppedAt", verdict.droppedAt());
        place(json, parts, "firstBadUse", verdict.firstBadUse());
        parts.number("forgets", verdict.forgets());
        json.writeStringField("explanation", verdict.explanation());
        json.writeArrayFieldStart("perNodeid");
        for (WhatIf.Node node : verdict.perNodeid()) {
            json.writeStartObject();
            parts.unsigned("nodeid", node.nodeid());
            json.writeStringField("outcome", node.outcome());
            json.writeNumberField("forgets", node.forgets());
            json.writeNumberField("forgetSum", node.forgetSum());
            json.writeNumberField("left", node.left());
            place(json, parts, "droppedAt", node.droppedAt());
            place(json, parts, "firstBadUse", node.firstBadUse());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void place(JsonGenerator json, JsonParts parts, String name, @Nullable Evidence at)
            throws IOException {
        if (at == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        parts.evidence(at);
        json.writeEndObject();
    }

    /** What one capture is: the same words as in a diagnosis, without findings. */
    static void info(Diagnosis diagnosis, OutputStream out) throws IOException {
        JsonGenerator json = generator(out);
        JsonParts parts = new JsonParts(json, diagnosis.inputs());
        json.writeStartObject();
        json.writeStringField("schema", INFO_SCHEMA);
        parts.inputs();
        parts.connections(diagnosis.connections());
        parts.nodes(diagnosis.nodes());
        end(json);
    }
}
