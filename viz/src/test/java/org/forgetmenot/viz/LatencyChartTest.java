// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.forgetmenot.report.Activity;
import org.forgetmenot.report.Picture;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long requests took, told as far as the captures tell it. */
final class LatencyChartTest {
    private static final Pattern TIME = Pattern.compile("[\\d,.]+ (ns|µs|ms|s)");
    private static final long SECOND = 1_000_000_000L;

    private static String all(Picture picture) throws Exception {
        return String.join(" ", Activities.words(Charts.latency(picture), 1200));
    }

    private static XYDataset marks(Picture picture) throws IOException {
        XYPlot plot = Charts.latency(picture).charts().get(0).drawing().getXYPlot();
        return plot.getDataset();
    }

    private static Set<String> places(XYDataset marks) {
        Set<String> places = new HashSet<>();
        for (int series = 0; series < marks.getSeriesCount(); series++) {
            for (int i = 0; i < marks.getItemCount(series); i++) {
                places.add(marks.getXValue(series, i) + " " + marks.getYValue(series, i));
            }
        }
        return places;
    }

    @Test
    void aClockOfSecondsTellsNothingOfWhatTookLess() throws Exception {
        Picture picture = Activities.latencies(
                Activities.latency("LOOKUP", false, SECOND, 0, 0, 0, 0, 0),
                Activities.latency("GETATTR", false, SECOND, 0));
        String words = all(picture);
        assertTrue(words.contains("less than 1 s"), words);
        assertTrue(words.contains("The capture's clock is coarse, its tick is 1 s"), words);
        assertFalse(words.contains(" ns"), words);
        assertEquals(0L, Charts.latency(picture).data().rows().get(0).get(4), "the data says what was measured");
    }

    /** The server's clock beside the kernel's: what it cannot tell has no place among what the kernel tells. */
    @Test
    void whatIsTooShortForItsClockHasNoMarkAmongTimesThatAreKnown() throws Exception {
        Picture picture = Activities.latencies(
                Activities.latency("LOOKUP", true, 1000, 300_000, 700_000),
                Activities.latency("READ", false, SECOND, 0));
        XYDataset marks = marks(picture);
        for (int series = 0; series < marks.getSeriesCount(); series++) {
            assertEquals(1, marks.getItemCount(series), "of LOOKUP alone");
        }
        String words = all(picture);
        assertTrue(words.contains("READ (100000, at the server)"), words);
        assertTrue(words.contains("The server's clock is coarse, its tick is 1 s"), words);
        assertTrue(words.contains("within a tick of the clock"), words);
        assertFalse(words.contains("less than"), words);
    }

    @Test
    void whatTookLongerThanATickIsMarkedBesideWhatDidNot() throws Exception {
        Picture picture =
                Activities.latencies(Activities.latency("LOOKUP", false, SECOND, 0, 0, 2 * SECOND, 5 * SECOND));
        assertEquals(5, places(marks(picture)).size(), "two of them are within a tick, and both are to be seen");
        String words = all(picture);
        assertTrue(words.contains("less than 1 s") && words.contains("2 s") && words.contains("5 s"), words);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 1200, 3000})
    void anAxisHasTwoLabelsAtLeastAndNoneTwice(int width) throws Exception {
        for (double[] range : new double[][] {
            {100_000}, {260_000, 7_200_000}, {1}, {999, 1001}, {3600e9}, {1500, 3600e9}, {40, 40e3}, {90e6, 110e6}
        }) {
            Picture picture = Activities.latencies(Activities.latency("LOOKUP", true, 1, range));
            List<String> labels = Activities.words(Charts.latency(picture), width).stream()
                    .filter(w -> TIME.matcher(w).matches())
                    .toList();
            assertTrue(labels.size() >= 2, () -> range[0] + ": " + labels);
            assertEquals(labels.size(), new HashSet<>(labels).size(), labels::toString);
        }
    }

    @Test
    void aNarrowRangeHasRoundNumbersWithinEachDecade() throws Exception {
        Picture picture = Activities.latencies(Activities.latency("LOOKUP", true, 1, 260_000, 7_200_000));
        List<String> words = Activities.words(Charts.latency(picture), 1200);
        assertTrue(words.containsAll(List.of("200 µs", "500 µs", "1 ms", "2 ms", "5 ms", "10 ms")), words::toString);
    }

    @Test
    void marksOfOneTimeAreAllToBeSeen() throws IOException {
        Picture picture = Activities.latencies(Activities.latency("LOOKUP", true, 1, 5e5, 5e5, 5e5, 5e5, 5e5));
        assertEquals(5, places(marks(picture)).size());
    }

    @Test
    void aPercentileHasItsShapeWhateverOthersThereAre() throws IOException {
        XYPlot one = Charts.latency(Activities.latencies(
                        new Activity.Latency("OPEN", 1, 0, true, 1, List.of(new Activity.Percentile(100, 7)))))
                .charts()
                .get(0)
                .drawing()
                .getXYPlot();
        assertEquals("maximum", one.getDataset().getSeriesKey(0));
        assertEquals(
                Style.dot(4).getBounds2D(), one.getRenderer().getItemShape(0, 0).getBounds2D());
    }

    @Test
    void whatTheKernelDoesNotShowIsDrawnFromTheServerOrSaid() throws Exception {
        String both = all(Samples.picture(3, Samples.INCIDENT, Samples.INCIDENT_AT_SERVER));
        assertTrue(both.contains("READ (") && both.contains(", at the server)"), both);
        assertFalse(both.contains("Not in the picture"), both);
        String kernel = all(Samples.picture(3, Samples.INCIDENT));
        assertTrue(
                kernel.contains("whose ends the kernel's trace does not show: ") && kernel.contains("READ ("), kernel);
    }
}
