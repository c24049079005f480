// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.viz;

import java.util.Locale;

/** What rates are told by: a second, unless so little happens that it would take many decimals. */
enum Per {
    SECOND(1),
    MINUTE(60),
    HOUR(3600),
    DAY(86_400);

    private final int seconds;

    Per(int seconds) {
        this.seconds = seconds;
    }

    /** The shortest in which something happens at least once, where most happens. */
    static Per of(double mostPerSecond) {
        for (Per per : values()) {
            if (mostPerSecond * per.seconds >= 1) {
                return per;
            }
        }
        return mostPerSecond > 0 ? DAY : SECOND;
    }

    double rate(double perSecond) {
        return perSecond * seconds;
    }

    String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
