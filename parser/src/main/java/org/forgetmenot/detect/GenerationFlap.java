// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.detect;

import java.util.List;
import org.forgetmenot.lifecycle.Ledgers;
import org.forgetmenot.lifecycle.NameBook;

/** Each LOOKUP of one name answers the same nodeid with another generation: the kernel makes the inode bad each time. */
final class GenerationFlap {
    private GenerationFlap() {}

    static List<Finding> find(Ledgers ledgers) {
        return ledgers.server().sessions().stream()
                .flatMap(s -> s.names().flaps().first().stream())
                .filter(NameBook.Flap::generation)
                .map(GenerationFlap::finding)
                .toList();
    }

    private static Finding finding(NameBook.Flap flap) {
        return FindingBuilder.of(FindingCode.GENERATION_FLAP, Severity.ERROR, Confidence.LIKELY, Blame.SERVER)
                .epoch(flap.epoch())
                .seen(
                        new Seen(Explain.evidence(flap.first()), "first LOOKUP of the name"),
                        new Seen(
                                Explain.evidence(flap.last()),
                                "generation " + Long.toUnsignedString(flap.after()) + ", before that "
                                        + Long.toUnsignedString(flap.before())))
                .saying("Each LOOKUP of this name answers another generation, with the same nodeid and ino. For the"
                        + " kernel each is a new file: it marks the inode that it has as bad, and whoever has the file"
                        + " open or stands in the directory gets an error. A generation changes only when a nodeid is"
                        + " given to another file.");
    }
}
