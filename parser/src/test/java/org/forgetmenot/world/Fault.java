// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.forgetmenot.detect.Blame;

/** Everything that may be done wrong, one constant for each class of finding: who does it, and who can see it. */
enum Fault {
    /** A kernel whose submounts borrow evicts the mount point with the lookup that a container lives on. */
    FORGET_BEFORE_LAST_USE(Blame.KERNEL, View.FTRACE, View.FTRACE_AND_C, View.FTRACE_AND_RUST, View.FTRACE_AND_PCAP),
    /** The kernel gives back all of an open file, and goes on to use it. */
    USE_AFTER_FORGET(Blame.KERNEL, View.ALL_COUNTS),
    /** The kernel gives back one more than it had. */
    OVER_FORGET(Blame.KERNEL, View.ALL_COUNTS),
    /** The kernel gives an entry of READDIRPLUS back at once, and again with the inode. */
    READDIRPLUS_MISCOUNT(Blame.KERNEL, View.MESSAGES),
    /** The server loses a node that nobody has given back. */
    SERVER_DROPPED_LIVE_NODE(Blame.SERVER, View.ALL_COUNTS),
    /** The server frees a node at a FORGET although a reply that hands it out is on its way. */
    LOOKUP_FORGET_RACE(Blame.SERVER, View.MESSAGES),
    /** The server gives a nodeid that is counted to another file. */
    NODEID_REUSED_SAME_GENERATION(Blame.SERVER, View.MESSAGES),
    /** Each LOOKUP of a name answers another generation. */
    GENERATION_FLAP(Blame.SERVER, View.MESSAGES),
    /** Each LOOKUP of a name answers another nodeid. */
    NODEID_FLAP(Blame.SERVER, View.MESSAGES),
    /** A file becomes one of another type. */
    TYPE_CHANGED(Blame.SERVER, View.MESSAGES),
    /** Two files of one device have one ino. */
    INO_COLLISION(Blame.SERVER, View.MESSAGES),
    /** The kernel lets an inode go and gives nothing back. */
    LOOKUP_LEAK(Blame.KERNEL, View.FTRACE),
    /** The kernel gives the root back, and the server takes it. */
    ROOT_FORGOTTEN(Blame.SERVER, View.MESSAGES),
    FORGET_ANSWERED(Blame.SERVER, View.MESSAGES),
    UNANSWERED_REQUEST(Blame.SERVER, View.PCAP, View.NDJSON),
    DUPLICATE_REPLY(Blame.SERVER, View.MESSAGES),
    /** A BATCH_FORGET has an item of nodeid 0. */
    BATCH_FORGET_MALFORMED(Blame.KERNEL, View.FUSEDUMP, View.STRACE),
    /** A READ names a handle that was released before. */
    HANDLE_AFTER_RELEASE(Blame.KERNEL, View.MESSAGES),
    HANDLE_DOUBLE_RELEASE(Blame.KERNEL, View.MESSAGES),
    /** A file is closed without a RELEASE. */
    HANDLE_LEAK(Blame.KERNEL, View.PCAP, View.NDJSON),
    /** A FORGET is lost between the kernel and the server. */
    LEDGER_DRIFT(Blame.UNKNOWN, View.FTRACE_AND_C, View.FTRACE_AND_PCAP),
    /** The kernel unmounts and does not give everything back, as it may. */
    RESIDUAL_AT_UNMOUNT(Blame.UNKNOWN, View.PCAP, View.NDJSON, View.VIRTIOFSD_C);

    private static final int CALM_STEPS = 8;

    private final Blame blame;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<View> views;

    Fault(Blame blame, View... views) {
        this.blame = blame;
        this.views = List.of(views);
    }

    Blame blame() {
        return blame;
    }

    /** Who can see it. */
    List<View> views() {
        return views;
    }

    /** Whether it concerns one nodeid and no other. */
    boolean hasNodeid() {
        return this != NODEID_FLAP
                && this != INO_COLLISION
                && this != BATCH_FORGET_MALFORMED
                && this != RESIDUAL_AT_UNMOUNT;
    }

    /**
     * The classes that are right for it. A lost node is a race if its life began with one, and more than there was is a
     * listed entry given back twice if it began with one: whole messages show that, logs need not.
     */
    Set<String> names(Plant plant, View view) {
        if (List.of(View.MESSAGES).contains(view)) {
            return plant.names();
        }
        return this == SERVER_DROPPED_LIVE_NODE ? Set.of(code(), LOOKUP_FORGET_RACE.code()) : Set.of(code());
    }

    /** The stable name of the finding. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is told of as a note: nothing is wrong. */
    boolean isNote() {
        return this == RESIDUAL_AT_UNMOUNT;
    }

    /** A script in which there is occasion for it. */
    Script prepare(Script script, Dice dice) {
        Setting setting = script.setting().punctual();
        List<Step> steps = new ArrayList<>(script.steps());
        switch (this) {
            case FORGET_BEFORE_LAST_USE -> {
                steps.add(0, new Step(Step.Kind.ENTER, Script.TASKS - 1, dice.seed()));
                for (int i = 0; i < CALM_STEPS; i++) {
                    steps.add(new Step(Step.Kind.SHRINK, 0, dice.seed()));
                }
                return script.with(setting.borrowing(dice), steps, false);
            }
            case INO_COLLISION -> {
                steps.removeIf(
                        step -> step.kind() == Step.Kind.RENAME); // nothing is said of a file that may have moved
                return script.with(setting.alone().forgetful(), steps, false);
            }
            case GENERATION_FLAP, NODEID_FLAP -> {
                return script.with(setting.alone().forgetful(), steps, false);
            }
            case LEDGER_DRIFT -> {
                for (int i = 0; i < 2 * CALM_STEPS; i++) {
                    steps.add(0, new Step(Step.Kind.PAUSE, 0, dice.seed()));
                    steps.add(new Step(Step.Kind.PAUSE, 0, dice.seed()));
                    steps.add(new Step(Step.Kind.STAT, i % 3, dice.seed()));
                }
                return script.with(setting, steps, false);
            }
            case HANDLE_AFTER_RELEASE, HANDLE_DOUBLE_RELEASE -> {
                return script.with(setting.withHandles(setting.virtio()), steps, script.unmounts());
            }
            case HANDLE_LEAK, UNANSWERED_REQUEST, RESIDUAL_AT_UNMOUNT -> {
                return script.with(setting.withHandles(true), steps, true);
            }
            default -> {
                return script.with(setting, steps, script.unmounts());
            }
        }
    }
}
