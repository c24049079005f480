// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.lifecycle;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import org.forgetmenot.event.Text;
import org.jspecify.annotations.Nullable;

/** Keeps each task name once, however often it is remembered. */
final class TaskNames {
    private static final int NAMES_MAX = 65_536;

    private final Long2ObjectOpenHashMap<String> names = new Long2ObjectOpenHashMap<>();

    @Nullable
    String of(Text task) {
        if (task.isEmpty()) {
            return null;
        }
        long hash = task.hash();
        String name = names.get(hash);
        if (name == null) {
            name = task.toString();
            if (names.size() < NAMES_MAX) {
                names.put(hash, name);
            }
        }
        return name;
    }
}
