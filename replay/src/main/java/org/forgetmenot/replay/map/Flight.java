// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.replay.map;

import java.util.ArrayList;
import java.util.List;
import org.forgetmenot.replay.plan.Name;
import org.forgetmenot.replay.plan.Operation;
import org.jspecify.annotations.Nullable;

/** A request that was sent and waits for its answer, with what it uses and what its answer will make. */
public final class Flight {
    private final Operation operation;
    private final Node node;
    private final @Nullable Handle handle;
    private final long unique;
    private final long sentNs;
    private final long madeUp;
    private final boolean guessed;
    private final boolean afterForget;
    private final boolean afterRelease;
    private final List<Resource> uses = new ArrayList<>(3);
    private final List<Found> found = new ArrayList<>(0);
    private List<Node> finds = List.of();
    private @Nullable Handle opens;
    private long liveFh;
    private boolean hasLiveFh;
    private boolean answered;
    private boolean delivered;

    /**
     * What the live reply handed out.
     *
     * @param name in a listing; null in other replies, which hand out one
     */
    public record Found(@Nullable Name name, long nodeid) {}

    /**
     * @param handle the open file that it names, null if none
     * @param unique under which it was sent
     * @param madeUp what was made up in it and in all that it rests on, see {@link Resource#madeUp}
     * @param guessed whether it may ask for something else than was recorded, so that another answer tells little
     */
    public Flight(
            Operation operation,
            Node node,
            @Nullable Handle handle,
            long unique,
            long sentNs,
            long madeUp,
            boolean guessed) {
        this.operation = operation;
        this.node = node;
        this.handle = handle;
        this.unique = unique;
        this.sentNs = sentNs;
        this.madeUp = madeUp;
        this.guessed = guessed;
        afterForget = node.isDropped();
        afterRelease = handle != null && handle.isReleased();
        uses(node);
        if (handle != null) {
            uses(handle);
        }
    }

    /** The nodeid that it is about. */
    public Node node() {
        return node;
    }

    /** The open file that it names, null if none. */
    public @Nullable Handle handle() {
        return handle;
    }

    /** Whether its nodeid's count was 0 when it was sent. */
    public boolean isAfterForget() {
        return afterForget;
    }

    /** Whether its open file was released when it was sent. */
    public boolean isAfterRelease() {
        return afterRelease;
    }

    public Operation operation() {
        return operation;
    }

    public long unique() {
        return unique;
    }

    public long sentNs() {
        return sentNs;
    }

    /** Whether it was sent as it was recorded, and so was all that it rests on. */
    public boolean isExact() {
        return madeUp == 0;
    }

    /** What was made up in it and in all that it rests on, see {@link Resource#madeUp}. */
    public long madeUp() {
        return madeUp;
    }

    /** Whether it may ask for something else than was recorded. */
    public boolean isGuessed() {
        return guessed;
    }

    /** It uses this as well. */
    public final void uses(Resource resource) {
        uses.add(resource);
        resource.users().add(this);
    }

    /** The recorded reply hands out these, in its order. */
    public void finds(List<Node> nodes) {
        finds = nodes;
        for (Node node : nodes) {
            if (!answered && !node.isBound() && node.creator() == null) {
                node.creator(this);
            }
        }
    }

    public List<Node> finds() {
        return finds;
    }

    /** What the live reply handed out, in its order. */
    public List<Found> found() {
        return found;
    }

    /** The live reply opened this. */
    public void liveFh(long fh) {
        liveFh = fh;
        hasLiveFh = true;
    }

    public boolean hasLiveFh() {
        return hasLiveFh;
    }

    public long liveFh() {
        return liveFh;
    }

    /** The capture has come to the recorded reply: what that handed out counts from now on. */
    public void deliver() {
        delivered = true;
    }

    /** Whether the capture has come to the recorded reply. */
    public boolean isDelivered() {
        return delivered;
    }

    /** The recorded reply opens this. */
    public void opens(Handle handle) {
        opens = handle;
        handle.creator(answered ? null : this);
    }

    public @Nullable Handle opens() {
        return opens;
    }

    /** Its answer came, or never will. */
    public void land() {
        answered = true;
        for (Resource resource : uses) {
            resource.users().remove(this);
        }
        for (Node node : finds) {
            if (node.creator() == this) {
                node.creator(null);
            }
        }
        if (opens != null) {
            opens.creator(null);
        }
    }

    public boolean isAnswered() {
        return answered;
    }

    /**
     * A request on its way that must be answered first: one that uses the resource and was answered in the capture before
     * this operation was sent.
     *
     * @param before place of the later request among the capture's events
     */
    public static @Nullable Flight before(Resource resource, long before) {
        List<Flight> users = resource.users();
        for (int i = 0; i < users.size(); i++) {
            if (users.get(i).operation.replyOrder() < before) {
                return users.get(i);
            }
        }
        return null;
    }

    /** Any request on its way that uses the resource; null if none does. */
    public static @Nullable Flight any(Resource resource) {
        return resource.users().isEmpty() ? null : resource.users().get(0);
    }
}
