// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/**
 * All that a verdict is held against: who does what on which system, what is done wrong, and who watches.
 *
 * @param fault null in a healthy session
 * @param passes opportunities for the fault that are let pass
 * @param neighbour another connection of the same machine, null if there is none
 */
record Session(long seed, View view, Script script, Noise noise, Fault fault, int passes, Script neighbour) {
    private static final int PASSES_MAX = 3;
    private static final int TRIES_MAX = 100;

    /** What was played, and what is recorded of it. */
    record Played(World world, Plant plant, Journal recorded, View view, int lostAfter) {
        /** The captures. */
        List<CaptureFile> files() {
            return view.render(recorded, lostAfter);
        }
    }

    static Session healthy(long seed) {
        Dice dice = new Dice(seed);
        return of(dice, seed, dice.of(View.values()), null);
    }

    /** A session in which a fault happens for everybody to see, null if there is none among some seeds. */
    static Session shown(long seed, Fault fault) {
        Dice dice = new Dice(seed);
        for (int i = 0; i < TRIES_MAX; i++) {
            Session session = faulty(dice.seed(), fault);
            if (session.play().plant().isConfirmed()) {
                return session;
            }
        }
        return null;
    }

    /** A session with one fault, seen by somebody who can see it. */
    static Session faulty(long seed, Fault fault) {
        Dice dice = new Dice(seed);
        return of(dice, seed, dice.pick(fault.views()), fault);
    }

    private static Session of(Dice dice, long seed, View view, Fault fault) {
        Script script = Script.of(dice, view.setting(dice), 0, view.showsKernel());
        if (fault != null) {
            script = fault.prepare(script, dice);
        }
        Noise noise = dice.oneIn(3) ? Noise.of(dice, view) : Noise.NONE;
        boolean several = (view == View.FTRACE || view == View.PCAP) && noise.isNone() && dice.oneIn(5);
        Script neighbour = several
                ? Script.of(dice, view.setting(dice).onKernelOf(script.setting()), 1, view.showsKernel())
                : null;
        return new Session(seed, view, script, noise, fault, dice.below(PASSES_MAX), neighbour);
    }

    /** Whether the captures hold this connection, all of it, and nothing else. */
    boolean isWhole() {
        return noise.isNone() && neighbour == null;
    }

    Session with(List<Step> steps) {
        return new Session(seed, view, script.with(steps), noise, fault, passes, neighbour);
    }

    Session alone() {
        return new Session(seed, view, script, noise, fault, passes, null);
    }

    Played play() {
        Plant plant = new Plant(fault, passes);
        World world = World.play(script, plant);
        Journal journal = world.journal();
        if (neighbour != null) {
            journal = journal.with(World.play(neighbour, Plant.nothing()).journal());
        }
        return new Played(world, plant, noise.of(journal), view, noise.lostAfter(journal));
    }

    @Override
    public String toString() {
        return "session " + seed + ", " + (fault == null ? "healthy" : fault + " after " + passes) + ", seen as " + view
                + (noise.isNone() ? "" : ", " + noise)
                + (neighbour == null ? "" : ", beside another connection") + "\n  " + script.setting() + "\n  "
                + script.steps() + (script.unmounts() ? ", unmounted at the end" : "");
    }
}
