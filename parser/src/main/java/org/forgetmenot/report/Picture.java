// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;

/**
 * All that pictures of a run are drawn from.
 *
 * @param timelines one for each nodeid that was asked for, in that order; if none was, those that could be foreseen
 */
public record Picture(Diagnosis diagnosis, Activity activity, List<Timeline> timelines) {}
