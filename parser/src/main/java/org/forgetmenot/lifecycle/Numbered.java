// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects by numbers from 1 on, as many as there is room for; 0 is none. */
final class Numbered<T> {
    private static final int MAX = 65_536;

    private final Object2IntOpenHashMap<T> numbers = new Object2IntOpenHashMap<>();
    private final List<T> objects = new ArrayList<>();
    private @Nullable T last;
    private int lastNumber;

    /** The number of an object, a new one if it has none yet; -1 if there is no room for it. */
    int numberOf(@Nullable T object) {
        if (object == last) {
            return lastNumber; // as it mostly is
        }
        if (object == null) {
            return 0;
        }
        int number = numbers.getInt(object);
        if (number == 0) {
            if (objects.size() == MAX) {
                return -1;
            }
            objects.add(object);
            number = objects.size();
            numbers.put(object, number);
        }
        last = object;
        lastNumber = number;
        return number;
    }

    @Nullable
    T get(long number) {
        return number == 0 ? null : objects.get((int) number - 1);
    }
}
