// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.util.Iterator;
import java.util.stream.Stream;
import org.forgetmenot.server.Personality;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A personality by its name on the command line. */
final class PersonalityName implements ITypeConverter<Personality> {
    /** All names, for help and completion. */
    static final class All implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Personality.values()).map(Personality::toString).iterator();
        }
    }

    @Override
    public Personality convert(String value) {
        try {
            return Personality.of(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
