// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.ndjson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.format.Words;

/** The words that stand for enums and constants, the same in both directions. */
final class Names {
    static final String KIND = "kind";
    static final String SCHEMA = "schema";
    static final String DIALECT = "dialect";
    static final String CAPABILITIES = "capabilities";
    static final String END = "end";
    static final String HELD = "held";
    static final String COUNTS_HIDDEN = "countsHidden";
    static final String DIAGNOSTICS = "diagnostics";
    /** Added to a text's field where its bytes are no UTF-8 and stand in base64. */
    static final String BASE64 = "Base64";

    private static final Map<EventKind, String> OF_KIND = new EnumMap<>(EventKind.class);
    /** In the order of {@link KernelFunction}'s numbers, from {@link KernelFunction#UNKNOWN} on. */
    private static final List<String> FUNCTIONS = List.of(
            "unknown",
            "other",
            "dentry-revalidate",
            "dentry-revalidate-lookup",
            "submount-root",
            "mount-root",
            "lookup-name",
            "readdirplus");

    static {
        for (EventKind kind : EventKind.values()) {
            OF_KIND.put(kind, id(kind));
        }
    }

    private static final Words<EventKind> KINDS =
            new Words<>(Arrays.stream(EventKind.values()).collect(Collectors.toMap(Names::id, k -> k)));
    private static final Words<Integer> FUNCTION_NUMBERS = new Words<>(
            FUNCTIONS.stream().collect(Collectors.toMap(f -> f, f -> FUNCTIONS.indexOf(f) + KernelFunction.UNKNOWN)));

    private Names() {}

    /** A constant's stable name, such as {@code kernel-iget}. */
    static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant of a name; null if there is none. */
    static <E extends Enum<E>> @org.jspecify.annotations.Nullable E constant(Class<E> type, String id) {
        for (E constant : type.getEnumConstants()) {
            if (id(constant).equals(id)) {
                return constant;
            }
        }
        return null;
    }

    static String of(EventKind kind) {
        return OF_KIND.getOrDefault(kind, "other");
    }

    /** A kind that a later version may have added is of no interest to this one. */
    static EventKind kind(byte[] bytes, int start, int end) {
        EventKind kind = KINDS.find(bytes, start, end);
        return kind == null ? EventKind.OTHER : kind;
    }

    static EventKind kind(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return kind(bytes, 0, bytes.length);
    }

    static String function(int function) {
        int index = function - KernelFunction.UNKNOWN;
        return FUNCTIONS.get(index >= 0 && index < FUNCTIONS.size() ? index : 0);
    }

    static int function(byte[] bytes, int start, int end) {
        Integer function = FUNCTION_NUMBERS.find(bytes, start, end);
        return function == null ? KernelFunction.UNKNOWN : function;
    }
}
