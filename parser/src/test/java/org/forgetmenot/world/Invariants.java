// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;
import java.util.Objects;
import org.forgetmenot.report.Diagnosis;

/** What the ledgers' numbers must be, where a capture is whole. */
final class Invariants {
    private Invariants() {}

    /** The first number that is not what it was in the world, null if all are. */
    static String complaint(View view, World world, Diagnosis diagnosis) {
        if (view.showsServer()) {
            String complaint = ofServer(
                    view, world, diagnosis.inputs().get(diagnosis.inputs().size() - 1));
            if (complaint != null) {
                return complaint;
            }
        }
        long live = world.server().live().size();
        if (view.showsEveryCount() && !world.setting().lateLog()) {
            return differs("live nodeids", live, diagnosis.nodes().live());
        }
        // what a root took from its mount point shows only when it goes
        if (view == View.FTRACE && world.setting().policy() != CountPolicy.STEAL) {
            return heldNodeids(world, diagnosis.nodes().live());
        }
        return null;
    }

    /** Where a mount point went with unseen lookups of its own, it may as well have given back what its roots live on. */
    private static String heldNodeids(World world, long found) {
        long held = world.heldNodeids();
        long least = world.setting().policy() == CountPolicy.SHARED ? held - world.nodeidsOfRoots() : held;
        return found >= least && found <= held ? null : differs("nodeids that the kernel holds", held, found);
    }

    private static String ofServer(View view, World world, Diagnosis.Input input) {
        List<WireFact> wire = world.journal().wire();
        long forgets = wire.stream().mapToLong(f -> f.forgotten().size()).sum();
        String complaint = differs("FORGETs", forgets, input.forgets());
        if (complaint != null) {
            return complaint;
        }
        if (view.showsForgetCounts()) {
            long sum = wire.stream()
                    .flatMap(f -> f.forgotten().stream())
                    .mapToLong(WireFact.Forgotten::nlookup)
                    .sum();
            return differs("sum of FORGETs", sum, input.forgetSum());
        }
        return null;
    }

    private static String differs(String what, Long expected, Long found) {
        return Objects.equals(expected, found) ? null : what + ": " + expected + " in the world, " + found + " found";
    }
}
