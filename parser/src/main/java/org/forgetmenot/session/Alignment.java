// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.session;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.Locale;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.format.NotOneRun;

/**
 * How the server's capture of a run lies on the kernel's: pairs of one request seen by both, in the same order on both
 * sides, and what they say of the two clocks.
 *
 * <p>A request that occurs equally often in both captures is paired, first with first and so on; of these pairs the longest
 * run that rises on both sides is kept (patience sorting, as in diff). The server cannot see a request before the kernel
 * sends it, so the smallest lag in each stretch of time is what the clocks differ by there.
 */
public final class Alignment {
    /** Below this share of common requests two captures are not of one run. */
    private static final double MATCHED_MIN = 0.95;
    /** The same where a recorder lost events. */
    private static final double LOSSY_MATCHED_MIN = 0.6;
    /** Pairs out of order beyond this share: the same work, but not the same run. */
    private static final double ORDERED_MIN = 0.7;
    /** Lags of one run stay within this of each other, but for a few requests that waited. */
    private static final long SPREAD_MAX_NS = 250_000_000L;
    /** The same for a clock that shows only seconds. */
    private static final long COARSE_SPREAD_MAX_NS = 1_500_000_000L;

    private static final int PAIRS_MIN = 8;
    private static final int STRETCHES = 64;

    private final double matched;
    private final int[] kernelIndex;
    private final int[] serverIndex;
    private final Fingerprints kernel;
    private final Fingerprints server;
    private final long offsetNs;
    private final long uncertaintyNs;
    private final long[] stretchLag;
    private final long stretchStartNs;
    private final long stretchNs;

    private Alignment(Fingerprints kernel, Fingerprints server, int[] kernelIndex, int[] serverIndex, double matched) {
        this.kernel = kernel;
        this.server = server;
        this.kernelIndex = kernelIndex;
        this.serverIndex = serverIndex;
        this.matched = matched;
        long[] lags = lags();
        long[] sorted = lags.clone();
        Arrays.sort(sorted);
        offsetNs = sorted.length == 0 ? 0 : sorted[0];
        uncertaintyNs = sorted.length == 0 ? 0 : sorted[sorted.length / 2] - sorted[0];
        stretchLag = new long[STRETCHES];
        stretchStartNs = server.timeNs(serverIndex[0]);
        stretchNs = Math.max(1, (server.timeNs(serverIndex[serverIndex.length - 1]) - stretchStartNs) / STRETCHES + 1);
        fillStretches(lags);
    }

    /**
     * Lines two captures up.
     *
     * @param names of the two, for messages
     * @throws CaptureException if they do not show the two sides of one run, with the reason
     */
    static Alignment of(Fingerprints kernel, Fingerprints server, String names) throws CaptureException {
        int[][] pairs = rising(pairs(kernel, server));
        int candidates = pairs[2][0];
        int[] kernelIndex = pairs[0];
        int[] serverIndex = pairs[1];
        if (kernelIndex.length < PAIRS_MIN) {
            throw notOneRun(names, "only " + kernelIndex.length + " requests can be found in both in the same order");
        }
        if (kernelIndex.length < ORDERED_MIN * candidates) {
            throw notOneRun(
                    names,
                    String.format(
                            Locale.ROOT,
                            "of %d requests that occur in both, only %d come in the same order",
                            candidates,
                            kernelIndex.length));
        }
        double matched = matched(kernel, server, kernelIndex, serverIndex);
        if (matched < (kernel.isLossy() || server.isLossy() ? LOSSY_MATCHED_MIN : MATCHED_MIN)) {
            throw notOneRun(
                    names,
                    String.format(
                            Locale.ROOT,
                            "where they overlap, only %.0f %% of the requests of one are in the other",
                            matched * 100));
        }
        Alignment alignment = new Alignment(kernel, server, kernelIndex, serverIndex, matched);
        alignment.checkClocks(names);
        return alignment;
    }

    private static NotOneRun notOneRun(String names, String reason) {
        return new NotOneRun(
                names + " do not show the same run: " + reason + "; give captures of one run, or one of them");
    }

    /** Index pairs of requests that occur equally often in both. */
    private static int[][] pairs(Fingerprints kernel, Fingerprints server) {
        Long2IntOpenHashMap inKernel = counts(kernel);
        Long2IntOpenHashMap inServer = counts(server);
        Long2IntOpenHashMap nth = new Long2IntOpenHashMap();
        Long2IntOpenHashMap place = new Long2IntOpenHashMap();
        for (int i = 0; i < kernel.size(); i++) {
            long key = kernel.key(i);
            if (inKernel.get(key) == inServer.get(key)) {
                place.put(numbered(key, nth.addTo(key, 1)), i + 1);
            }
        }
        nth.clear();
        int[] a = new int[place.size()];
        int[] b = new int[place.size()];
        int count = 0;
        for (int j = 0; j < server.size() && count < a.length; j++) {
            long key = server.key(j);
            int i = place.get(numbered(key, nth.addTo(key, 1)));
            if (i > 0) {
                a[count] = i - 1;
                b[count++] = j;
            }
        }
        return new int[][] {Arrays.copyOf(a, count), Arrays.copyOf(b, count)};
    }

    private static long numbered(long key, int n) {
        return key + n * 0x9E3779B97F4A7C15L;
    }

    private static Long2IntOpenHashMap counts(Fingerprints prints) {
        Long2IntOpenHashMap counts = new Long2IntOpenHashMap();
        for (int i = 0; i < prints.size(); i++) {
            counts.addTo(prints.key(i), 1);
        }
        return counts;
    }

    /** The longest run of pairs that rises on both sides; third row: how many pairs there were. */
    private static int[][] rising(int[][] pairs) {
        int[] a = pairs[0];
        int[] tails = new int[a.length];
        int[] before = new int[a.length];
        int length = 0;
        for (int i = 0; i < a.length; i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (a[tails[middle]] < a[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low > 0 ? tails[low - 1] : -1;
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        int[] kernelIndex = new int[length];
        int[] serverIndex = new int[length];
        for (int i = length == 0 ? -1 : tails[length - 1], n = length - 1; i >= 0; i = before[i], n--) {
            kernelIndex[n] = a[i];
            serverIndex[n] = pairs[1][i];
        }
        return new int[][] {kernelIndex, serverIndex, {a.length}};
    }

    /** Share of the requests that both should have seen and did, between the first and the last pair. */
    private static double matched(Fingerprints kernel, Fingerprints server, int[] kernelIndex, int[] serverIndex) {
        int last = kernelIndex.length - 1;
        Long2IntOpenHashMap balance = new Long2IntOpenHashMap();
        for (int i = kernelIndex[0]; i <= kernelIndex[last]; i++) {
            balance.addTo(kernel.key(i), 1);
        }
        int common = 0;
        for (int j = serverIndex[0]; j <= serverIndex[last]; j++) {
            if (balance.addTo(server.key(j), -1) > 0) {
                common++;
            }
        }
        int inKernel = kernelIndex[last] - kernelIndex[0] + 1;
        int inServer = serverIndex[last] - serverIndex[0] + 1;
        int most = kernel.hasSeveralConnections() ? inServer : Math.max(inKernel, inServer);
        return (double) common / most;
    }

    private long[] lags() {
        if (!kernel.hasTimes() || !server.hasTimes()) {
            return new long[0];
        }
        long[] lags = new long[kernelIndex.length];
        for (int n = 0; n < lags.length; n++) {
            lags[n] = server.timeNs(serverIndex[n]) - kernel.timeNs(kernelIndex[n]);
        }
        return lags;
    }

    private void fillStretches(long[] lags) {
        Arrays.fill(stretchLag, Long.MAX_VALUE);
        for (int n = 0; n < lags.length; n++) {
            int stretch = stretch(server.timeNs(serverIndex[n]));
            stretchLag[stretch] = Math.min(stretchLag[stretch], lags[n]);
        }
        long known = offsetNs;
        for (int i = 0; i < STRETCHES; i++) {
            known = stretchLag[i] == Long.MAX_VALUE ? known : stretchLag[i];
            stretchLag[i] = known;
        }
    }

    private int stretch(long serverNs) {
        return (int) Math.max(0, Math.min(STRETCHES - 1, (serverNs - stretchStartNs) / stretchNs));
    }

    /** Two runs of the same work have the same requests in the same order, but not at the same distances. */
    private void checkClocks(String names) throws CaptureException {
        long[] lags = lags();
        if (lags.length == 0) {
            return;
        }
        long allowed = server.isCoarse() || kernel.isCoarse() ? COARSE_SPREAD_MAX_NS : SPREAD_MAX_NS;
        long[] spread = new long[lags.length];
        for (int n = 0; n < lags.length; n++) {
            // against the first pair: clocks drift by less than a second an hour
            spread[n] = Math.abs(lags[n] - lags[0] - drift(n, lags));
        }
        Arrays.sort(spread);
        long typical = spread[spread.length * 9 / 10];
        if (typical > allowed) {
            throw notOneRun(
                    names,
                    String.format(
                            Locale.ROOT,
                            "the same requests come at other distances in time (up to %.1f s off)",
                            typical / 1e9));
        }
    }

    /** Drift of a crystal, at most 200 ppm: what of the lag's change since the first pair a clock may explain. */
    private long drift(int n, long[] lags) {
        long elapsed = kernel.timeNs(kernelIndex[n]) - kernel.timeNs(kernelIndex[0]);
        long most = elapsed / 5000;
        long change = lags[n] - lags[0];
        return Math.max(-most, Math.min(most, change));
    }

    /** Share of the requests that both should have seen and did, 0 to 1. */
    public double matched() {
        return matched;
    }

    /** The server's clock minus the kernel's, at the quickest request; 0 if one has no clock. */
    public long offsetNs() {
        return offsetNs;
    }

    /** Half of the requests lag by less than this beyond the quickest: how far the offset may be off. */
    public long uncertaintyNs() {
        return uncertaintyNs;
    }

    /** Whether the clocks can order events; else only the pairs can. */
    boolean ordersByTime() {
        return kernel.hasTimes() && server.hasTimes() && !server.isCoarse() && !kernel.isCoarse();
    }

    /** A time of the server's clock on the kernel's. */
    long toKernelNs(long serverNs) {
        return serverNs - stretchLag[stretch(serverNs)];
    }

    /** The kernel's time at the last pair whose server side is not after a request, by its index. */
    long kernelNsAt(int serverRequest) {
        int found = Arrays.binarySearch(serverIndex, serverRequest);
        int n = found >= 0 ? found : -found - 2;
        return n < 0 ? Long.MIN_VALUE : kernel.timeNs(kernelIndex[n]);
    }

    /** One sentence for people. */
    public String sentence() {
        String requests = String.format(
                Locale.ROOT,
                "%d requests line up; %.1f %% of those that both should have seen are in both",
                kernelIndex.length,
                matched * 100);
        return ordersByTime()
                ? requests + String.format(Locale.ROOT, "; clocks fit to %.3f ms", uncertaintyNs / 1e6)
                : requests + "; ordered by the requests alone, since one clock is too coarse";
    }
}
