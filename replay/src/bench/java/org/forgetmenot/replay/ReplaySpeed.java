// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import org.forgetmenot.format.Capture;
import org.forgetmenot.replay.compare.Comparison;
import org.forgetmenot.replay.compare.Tolerance;
import org.forgetmenot.replay.plan.Effects;
import org.forgetmenot.replay.plan.Plan;
import org.forgetmenot.replay.target.JavaTarget;
import org.forgetmenot.replay.tree.TreeBuilder;
import org.forgetmenot.replay.tree.TreeFromCapture;
import org.forgetmenot.server.Personality;

/** How many operations a second are replayed against the Java server, by the processor's time; see docs/performance.md. */
public final class ReplaySpeed {
    private static final int RUNS = 4;
    private static final double NS_PER_S = 1e9;

    private ReplaySpeed() {}

    /**
     * Replays a capture several times.
     *
     * @param args the capture
     */
    public static void main(String[] args) throws Exception {
        try (Capture capture = Capture.open(args[0], null, InputStream.nullInputStream())) {
            for (int run = 0; run < RUNS; run++) {
                System.out.println(run(capture));
            }
        }
    }

    private static String run(Capture capture) throws Exception {
        ThreadMXBean time = ManagementFactory.getThreadMXBean();
        Survey survey = new Survey(true);
        TreeFromCapture tree = new TreeFromCapture();
        long begin = time.getCurrentThreadCpuTime();
        Effects.read(capture, operation -> {
            survey.accept(operation);
            tree.accept(operation);
        });
        long looked = time.getCurrentThreadCpuTime();
        Log log = new Log(new Comparison(Set.of(Tolerance.values())));
        try (Plan plan = Plan.of(capture);
                JavaTarget live =
                        JavaTarget.of(TreeBuilder.build(tree), Personality.VIRTIOFSD_RUST, tree.hasPosixAcls())) {
            new Replayer(plan, live, ReplayOptions.DEFAULT.withWindow(1), survey, log).run();
        }
        long end = time.getCurrentThreadCpuTime();
        return String.format(
                "looked at in %.2f s, replayed in %.2f s: %d sent, %.0f operations/s",
                (looked - begin) / NS_PER_S, (end - looked) / NS_PER_S, log.sent, log.sent * NS_PER_S / (end - looked));
    }
}
