// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that happened in one or more worlds, as it happened. */
record Journal(List<KernelFact> kernel, List<WireFact> wire) {
    Journal() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    /** Two connections of one machine. */
    Journal with(Journal other) {
        Journal both = new Journal();
        both.kernel.addAll(kernel);
        both.kernel.addAll(other.kernel);
        both.wire.addAll(wire);
        both.wire.addAll(other.wire);
        both.kernel.sort(Comparator.comparingLong(KernelFact::timeNs));
        both.wire.sort(Comparator.comparingLong(WireFact::timeNs));
        return both;
    }

    /** All of it in words, a line for each thing that happened. */
    String story() {
        return Stream.concat(
                        kernel.stream().map(f -> f.timeNs() + " " + f.comm() + "-" + f.pid() + " " + f.body()),
                        wire.stream().map(WireFact::toString))
                .collect(Collectors.joining("\n"));
    }
}
