// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.detect.Finding;
import org.forgetmenot.replay.ReplayResult.Death;
import org.forgetmenot.replay.ReplayResult.Incident;
import org.forgetmenot.report.Diagnosis;
import org.forgetmenot.wire.Opcode;
import org.jspecify.annotations.Nullable;

/** Says of each recorded incident whether the live server showed it again. */
final class Incidents {
    private final Diagnosis diagnosis;
    private final int runs;
    private final int[] reproduced;

    /**
     * @param runs how often the capture is replayed
     */
    Incidents(Diagnosis diagnosis, int runs) {
        this.diagnosis = diagnosis;
        this.runs = runs;
        reproduced = new int[diagnosis.findings().size()];
    }

    /** What one run shows; runs before it count with it. At path level it shows nothing. */
    List<Incident> of(Log log, @Nullable Death death, boolean pathLevel) {
        List<Incident> incidents = new ArrayList<>();
        List<Finding> findings = diagnosis.findings();
        for (int i = 0; i < findings.size(); i++) {
            Log.Kind kind = kind(findings.get(i));
            if (kind != null) {
                incidents.add(pathLevel ? unshown(findings.get(i)) : incident(i, findings.get(i), kind, log, death));
            }
        }
        return incidents;
    }

    /** What a replay can show of a finding: null if nothing. */
    private static Log.@Nullable Kind kind(Finding finding) {
        return switch (finding.code()) {
            case FORGET_BEFORE_LAST_USE, USE_AFTER_FORGET -> Log.Kind.AFTER_FORGET;
            case SERVER_DROPPED_LIVE_NODE -> Log.Kind.REFUSED;
            case HANDLE_AFTER_RELEASE, HANDLE_DOUBLE_RELEASE -> Log.Kind.AFTER_RELEASE;
            case OVER_FORGET,
                    READDIRPLUS_MISCOUNT,
                    LOOKUP_FORGET_RACE,
                    NODEID_REUSED_SAME_GENERATION,
                    TYPE_CHANGED,
                    GENERATION_FLAP,
                    NODEID_FLAP,
                    INO_COLLISION,
                    LOOKUP_LEAK,
                    ROOT_FORGOTTEN,
                    FORGET_ANSWERED,
                    UNANSWERED_REQUEST,
                    DUPLICATE_REPLY,
                    BATCH_FORGET_MALFORMED,
                    HANDLE_LEAK,
                    LEDGER_DRIFT,
                    RESIDUAL_AT_UNMOUNT -> null;
        };
    }

    private Incident unshown(Finding finding) {
        return new Incident(
                finding.code(),
                finding.nodeid(),
                finding.path(),
                null,
                null,
                null,
                0,
                runs,
                List.of(),
                List.of(),
                0,
                0,
                "At path level there are no nodeids, so a path cannot show it.");
    }

    private Incident incident(int index, Finding finding, Log.Kind kind, Log log, @Nullable Death death) {
        Long nodeid = finding.nodeid();
        Log.Uses uses = nodeid == null ? null : log.uses(kind, nodeid);
        boolean shown = nodeid != null && shows(uses);
        boolean killed = !shown && nodeid != null && death != null && log.endsWith(kind, nodeid);
        Boolean again = shown || killed ? (Boolean) true : isOtherwise(finding, uses, log, death);
        if (again != null && again) {
            reproduced[index]++;
        }
        ReplayResult.Use first =
                uses == null ? null : uses.firstFailure == null ? uses.first.get(0) : uses.firstFailure;
        return new Incident(
                finding.code(),
                nodeid,
                finding.path(),
                first == null ? null : first.recordedError(),
                first == null ? null : first.liveError(),
                again,
                reproduced[index],
                runs,
                opcodes(killed ? log.lastMadeUp() : uses == null ? 0 : uses.madeUp),
                uses == null ? List.of() : List.copyOf(uses.first),
                uses == null ? 0 : uses.all,
                uses == null ? 0 : uses.failedAgain,
                killed ? "The live server died of a request for the nodeid." : why(finding, kind, uses, again, death));
    }

    private static List<String> opcodes(long madeUp) {
        List<String> names = new ArrayList<>();
        for (int number = 0; madeUp != -1 && number < Long.SIZE; number++) {
            if ((madeUp & 1L << number) != 0) {
                names.add(Opcode.name(number));
            }
        }
        return names;
    }

    /** Whether uses show it again. A name may just be missing: that says something only if no use succeeds on the same file. */
    private static boolean shows(Log.@Nullable Uses uses) {
        return uses != null && uses.failedAgain > 0 && (uses.refused || uses.aliased || uses.failedAgain == uses.all);
    }

    /** Of what is not shown: false if the live server did otherwise, null if nobody can tell. */
    private static @Nullable Boolean isOtherwise(
            Finding finding, Log.@Nullable Uses uses, Log log, @Nullable Death death) {
        Long nodeid = finding.nodeid();
        boolean isUnknown =
                nodeid == null || (uses == null && (finding.latent() || log.isSkipped(nodeid) || death != null));
        return isUnknown ? null : (Boolean) false;
    }

    private static String why(
            Finding finding, Log.Kind kind, Log.@Nullable Uses uses, @Nullable Boolean again, @Nullable Death death) {
        if (again == null) {
            if (finding.nodeid() == null) {
                return "It is of no one nodeid, so there is no answer to compare.";
            }
            if (finding.latent()) {
                return "The nodeid was not used again in the capture, so no answer can show it.";
            }
            return death == null
                    ? "The requests that would show it could not be replayed."
                    : "The live server died before it came to that.";
        }
        if (uses == null) {
            return "The replay came to no such request.";
        }
        if (!again) {
            return uses.aliased
                    ? "The live server answers for another file, to which it gave the number in between."
                    : "The live server answers as if nothing had happened.";
        }
        return switch (kind) {
            case AFTER_FORGET -> {
                String how = uses.failedAgain + " of " + uses.all + " uses failed again";
                yield uses.refused
                        ? how + ", as uses of a nodeid that the server does not know."
                        : how + "; none was refused in so many words, but the server's count is 0.";
            }
            case AFTER_RELEASE ->
                uses.refused
                        ? "The live server was asked for the released handle again, and refused it."
                        : "The live server was asked for the released handle again, and did not notice.";
            case REFUSED -> "The live server refuses a nodeid that it should know, too.";
        };
    }
}
