// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import java.io.IOException;
import java.util.List;
import org.forgetmenot.event.Event;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.format.Capture;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.NotOneRun;
import org.forgetmenot.wire.Opcode;

/**
 * Two captures of one run, the kernel's side and the server's, as one stream on the kernel's clock. Each capture keeps its
 * own order; {@link Event#commonNs} tells where an event lies among the other's.
 */
public final class Merge implements EventStream {
    private final Side kernel;
    private final Side server;
    private final Alignment alignment;

    private Merge(Side kernel, Side server, Alignment alignment) {
        this.kernel = kernel;
        this.server = server;
        this.alignment = alignment;
    }

    /** One capture with its next event read ahead. */
    private static final class Side {
        private final Capture capture;
        private final Event ahead = new Event();
        private boolean has;
        private long commonNs = Long.MIN_VALUE;
        private int requests;

        Side(Capture capture, int input) {
            this.capture = capture;
            ahead.input(input);
        }
    }

    /**
     * Lines two captures up; reads both once for it, so both must be files.
     *
     * @throws CaptureException if they are not the two sides of one run
     */
    public static Merge of(List<Capture> captures) throws IOException {
        if (captures.size() != 2) {
            throw new NotOneRun("only two captures can be merged, a kernel's and its server's, and these are "
                    + captures.size() + "; give two of them");
        }
        Capture first = captures.get(0);
        Capture second = captures.get(1);
        Fingerprints a = Fingerprints.of(first);
        Fingerprints b = Fingerprints.of(second);
        String names = first.path() + " and " + second.path();
        if (a.isKernel() == b.isKernel() || a.isServer() == b.isServer()) {
            throw new NotOneRun(names + " show the same side of a run ("
                    + first.format().title() + ", " + second.format().title()
                    + "); merging takes one of the kernel and one of its server; give one of them");
        }
        boolean kernelFirst = a.isKernel();
        Alignment alignment = Alignment.of(kernelFirst ? a : b, kernelFirst ? b : a, names);
        Merge merge = new Merge(
                new Side(kernelFirst ? first : second, kernelFirst ? 0 : 1),
                new Side(kernelFirst ? second : first, kernelFirst ? 1 : 0),
                alignment);
        merge.readKernel();
        merge.readServer();
        return merge;
    }

    /** How well the two fit. */
    public Alignment alignment() {
        return alignment;
    }

    @Override
    public boolean next(Event event) throws IOException {
        if (!kernel.has && !server.has) {
            return false;
        }
        boolean takeKernel = kernel.has && (!server.has || kernel.commonNs <= server.commonNs);
        Side side = takeKernel ? kernel : server;
        event.copyFrom(side.ahead);
        event.commonNs(side.commonNs);
        if (takeKernel) {
            readKernel();
        } else {
            readServer();
        }
        return true;
    }

    private void readKernel() throws IOException {
        kernel.has = kernel.capture.reader().next(kernel.ahead);
        if (kernel.has && kernel.ahead.hasTimeNs()) {
            kernel.commonNs = Math.max(kernel.commonNs, kernel.ahead.timeNs());
        }
    }

    private void readServer() throws IOException {
        Event ahead = server.ahead;
        server.has = server.capture.reader().next(ahead);
        if (!server.has) {
            return;
        }
        if (alignment.ordersByTime()) {
            if (ahead.hasTimeNs()) {
                server.commonNs = Math.max(server.commonNs, alignment.toKernelNs(ahead.timeNs()));
            }
        } else if (isFingerprint(ahead)) {
            server.commonNs = Math.max(server.commonNs, alignment.kernelNsAt(server.requests++));
        }
    }

    private static boolean isFingerprint(Event event) {
        return event.kind() == EventKind.FORGET
                || (event.kind() == EventKind.REQUEST && !Opcode.forgets(event.opcode()));
    }
}
