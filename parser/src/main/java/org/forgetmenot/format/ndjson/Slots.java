// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.util.EnumMap;
import java.util.Map;

/** Room for the texts of one event that do not stand in its line as they are. */
final class Slots {
    private final Map<Field, Slot> byField = new EnumMap<>(Field.class);

    Slot of(Field field) {
        return byField.computeIfAbsent(field, f -> new Slot());
    }
}
