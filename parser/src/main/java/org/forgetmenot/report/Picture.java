// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.report;

import java.util.List;

/**
 * All that pictures of a run are drawn from.
 *
 * @param nodeids that it is of, unsigned
 * @param timelines one for each of them, in that order, unless memory had no room for all steps of one
 */
public record Picture(Diagnosis diagnosis, Activity activity, List<Long> nodeids, List<Timeline> timelines) {
    /** Whether it has the timelines of all its nodeids; else read the captures again, with the nodeids known beforehand. */
    public boolean isComplete() {
        return timelines.size() == nodeids.size();
    }
}
