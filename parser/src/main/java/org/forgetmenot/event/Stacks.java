// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The distinct kernel stacks of one capture, innermost function first. A trace holds the same few stacks thousands of
 * times, so an event carries only an index.
 */
public final class Stacks {
    /** A trace with more distinct stacks than this keeps the first ones; later new ones are unknown. */
    public static final int STACKS_MAX = 4096;
    /** Frames kept of one stack; deeper ones are cut off. */
    public static final int FRAMES_MAX = 64;

    private final List<List<String>> stacks = new ArrayList<>();
    private final List<ForgetCause> causes = new ArrayList<>();
    private final Map<Long, Integer> byHash = new HashMap<>();

    /**
     * Finds a stack seen before.
     *
     * @param hash of the frames' bytes
     * @return its index, or -1
     */
    public int find(long hash) {
        Integer index = byHash.get(hash);
        return index == null ? -1 : index;
    }

    /**
     * Keeps a new stack.
     *
     * @return its index, or -1 when there are too many
     */
    public int add(long hash, List<String> frames) {
        if (stacks.size() >= STACKS_MAX) {
            return -1;
        }
        stacks.add(List.copyOf(frames));
        causes.add(ForgetCause.of(frames));
        byHash.put(hash, stacks.size() - 1);
        return stacks.size() - 1;
    }

    /** The frames, innermost first, without probe machinery. */
    public List<String> frames(int index) {
        return stacks.get(index);
    }

    /** Why the kernel came to send a FORGET from this stack. */
    public ForgetCause cause(int index) {
        return causes.get(index);
    }
}
