// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.List;
import java.util.function.Supplier;
import org.jfree.chart.JFreeChart;

/**
 * A chart that is ready to be drawn.
 *
 * @param height in pixels
 * @param data what it plots
 * @param labels where its words were put when it was last drawn
 */
record Chart(JFreeChart drawing, int height, Dataset data, Supplier<List<Labels.Placed>> labels) {}
