// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.ArrayDeque;
import java.util.Deque;

/** How a server names its nodes. */
interface NodeIds {
    /** A nodeid that no live node has. */
    long take();

    /** Of the nodeid that was taken last. */
    long generation();

    void free(long nodeid);

    /** virtiofsd in C: indexes of a table, the one freed last comes first; the generation is always 0. */
    static NodeIds table() {
        return new Reused(2, 1, false);
    }

    /** virtiofsd in Rust, libfuse's high level: never the same again. */
    static NodeIds growing() {
        return new NodeIds() {
            private long next = 2;

            @Override
            public long take() {
                return next++;
            }

            @Override
            public long generation() {
                return 0;
            }

            @Override
            public void free(long nodeid) {}
        };
    }

    /** libfuse's passthrough_ll: addresses, which malloc hands out again. */
    static NodeIds addresses() {
        return new Reused(0x7f00_55b4_bdc7_ca00L, 0x60, false);
    }

    /** go-fuse and bazil: indexes, with another generation each time round. */
    static NodeIds generations() {
        return new Reused(2, 1, true);
    }

    /** Freed nodeids come back, the last one first. */
    final class Reused implements NodeIds {
        private final Deque<Long> free = new ArrayDeque<>();
        private final long step;
        private final boolean generations;
        private long next;
        private long generation;

        private Reused(long first, long step, boolean generations) {
            this.next = first;
            this.step = step;
            this.generations = generations;
            this.generation = generations ? 1 : 0;
        }

        @Override
        public long take() {
            Long again = free.poll();
            if (again == null) {
                long fresh = next;
                next += step;
                return fresh;
            }
            generation += generations ? 1 : 0;
            return again;
        }

        @Override
        public long generation() {
            return generation;
        }

        @Override
        public void free(long nodeid) {
            free.push(nodeid);
        }
    }
}
