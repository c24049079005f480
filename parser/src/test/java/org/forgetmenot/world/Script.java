// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a session is made from.
 *
 * @param seed of what is not the steps' own
 * @param unmounts whether the filesystem is unmounted at the end
 * @param connection its number, where a machine has several
 * @param traced whether the kernel's probes are recorded
 */
record Script(long seed, Setting setting, List<Step> steps, boolean unmounts, int connection, boolean traced) {
    static final int TASKS = 6;
    private static final int STEPS_MIN = 10;
    private static final int STEPS_MAX = 70;

    static Script of(Dice dice, Setting setting, int connection, boolean traced) {
        List<Step> steps = new ArrayList<>();
        for (long left = dice.between(STEPS_MIN, STEPS_MAX); left > 0; left--) {
            steps.add(Step.of(dice, TASKS));
        }
        return new Script(dice.seed(), setting, steps, dice.coin(), connection, traced);
    }

    Script with(List<Step> others) {
        return new Script(seed, setting, List.copyOf(others), unmounts, connection, traced);
    }

    Script with(Setting other, List<Step> others, boolean unmounted) {
        return new Script(seed, other, List.copyOf(others), unmounted, connection, traced);
    }
}
