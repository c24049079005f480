// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.format.kernel;

import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.forgetmenot.event.EventKind;
import org.forgetmenot.event.KernelFunction;
import org.forgetmenot.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * Which probe an event comes from: by the probed function where the capture names it, else by the event's name.
 *
 * <p>Users choose the names of their probes, and two probes of different groups may share one, so the function decides;
 * {@code trace-cmd report} prints bare addresses, so there the name has to do.
 */
public final class Probes {
    private static final Map<String, EventKind> ENTRY_BY_FUNCTION = Map.ofEntries(
            Map.entry("fuse_iget", EventKind.KERNEL_IGET),
            Map.entry("fuse_evict_inode", EventKind.KERNEL_EVICT),
            Map.entry("fuse_queue_forget", EventKind.KERNEL_FORGET),
            Map.entry("fuse_chan_queue_forget", EventKind.KERNEL_FORGET),
            Map.entry("fuse_simple_request", EventKind.KERNEL_REQUEST),
            Map.entry("__fuse_simple_request", EventKind.KERNEL_REQUEST),
            Map.entry("fuse_simple_background", EventKind.KERNEL_REQUEST_BACKGROUND),
            Map.entry("fuse_get_tree_submount", EventKind.KERNEL_SUBMOUNT),
            Map.entry("virtio_kill_sb", EventKind.KERNEL_KILL_SUPERBLOCK),
            Map.entry("fuse_kill_sb_anon", EventKind.KERNEL_KILL_SUPERBLOCK),
            Map.entry("fuse_kill_sb_blk", EventKind.KERNEL_KILL_SUPERBLOCK));

    private static final Map<String, EventKind> RETURN_BY_FUNCTION = Map.of(
            "fuse_iget", EventKind.KERNEL_IGET_RETURN,
            "fuse_simple_request", EventKind.KERNEL_REQUEST_RETURN,
            "__fuse_simple_request", EventKind.KERNEL_REQUEST_RETURN,
            "fuse_get_tree_submount", EventKind.KERNEL_SUBMOUNT_RETURN);

    private static final Map<String, EventKind> BY_NAME = Map.ofEntries(
            Map.entry("iget", EventKind.KERNEL_IGET),
            Map.entry("iget_ret", EventKind.KERNEL_IGET_RETURN),
            Map.entry("evict", EventKind.KERNEL_EVICT),
            Map.entry("forget", EventKind.KERNEL_FORGET),
            Map.entry("request", EventKind.KERNEL_REQUEST),
            Map.entry("request_ret", EventKind.KERNEL_REQUEST_RETURN),
            Map.entry("request_bg", EventKind.KERNEL_REQUEST_BACKGROUND),
            Map.entry("submount", EventKind.KERNEL_SUBMOUNT),
            Map.entry("submount_ret", EventKind.KERNEL_SUBMOUNT_RETURN),
            Map.entry("kill_sb", EventKind.KERNEL_KILL_SUPERBLOCK),
            Map.entry("fuse_iget", EventKind.KERNEL_IGET),
            Map.entry("fuse_igetr", EventKind.KERNEL_IGET_RETURN),
            Map.entry("fuse_fqf", EventKind.KERNEL_FORGET),
            Map.entry("fuse_evi", EventKind.KERNEL_EVICT));

    private static final Map<String, EventKind> TRACEPOINTS = Map.of(
            "fuse_request_send", EventKind.KERNEL_SEND,
            "fuse_request_end", EventKind.KERNEL_END,
            "mtk_fuse_nlookup", EventKind.KERNEL_IGET,
            "mtk_fuse_queue_forget", EventKind.KERNEL_FORGET,
            "mtk_fuse_force_forget", EventKind.KERNEL_FORGET,
            "tracing_mark_write", EventKind.MARKER,
            "print", EventKind.MARKER);

    private static final Map<String, Integer> CALLERS = Map.ofEntries(
            Map.entry("fuse_dentry_revalidate", KernelFunction.DENTRY_REVALIDATE),
            Map.entry("fuse_dentry_revalidate_lookup", KernelFunction.DENTRY_REVALIDATE_LOOKUP),
            Map.entry("fuse_get_tree_submount", KernelFunction.SUBMOUNT_ROOT),
            Map.entry("fuse_fill_super_submount", KernelFunction.SUBMOUNT_ROOT),
            Map.entry("fuse_dentry_automount", KernelFunction.SUBMOUNT_ROOT),
            Map.entry("fuse_fill_super_common", KernelFunction.MOUNT_ROOT),
            Map.entry("fuse_get_root_inode", KernelFunction.MOUNT_ROOT),
            Map.entry("fuse_fill_super", KernelFunction.MOUNT_ROOT),
            Map.entry("fuse_lookup_name", KernelFunction.LOOKUP_NAME),
            Map.entry("fuse_readdir_uncached", KernelFunction.READDIRPLUS),
            Map.entry("fuse_direntplus_link", KernelFunction.READDIRPLUS));

    private static final String PERF_RETURN = "__return";

    private static final int UNSEEN = Integer.MIN_VALUE;
    /** A trace with more distinct names than this is no trace of ours; the rest is resolved without a cache. */
    private static final int CACHE_MAX = 100_000;

    private final Long2ObjectOpenHashMap<EventKind> kinds = new Long2ObjectOpenHashMap<>();
    private final Long2IntOpenHashMap callers = unseen();

    private static Long2IntOpenHashMap unseen() {
        Long2IntOpenHashMap map = new Long2IntOpenHashMap();
        map.defaultReturnValue(UNSEEN);
        return map;
    }

    /** An event without a probed function: one of the kernel's own tracepoints, a marker, or none of ours. */
    EventKind tracepoint(byte[] bytes, int start, int end) {
        long hash = Text.hash(bytes, start, end - start);
        EventKind kind = kinds.get(hash);
        return kind != null ? kind : keep(hash, tracepoint(text(bytes, start, end)));
    }

    /**
     * A probe event.
     *
     * @param nameStart the event's name
     * @param functionStart the probed function, or an address
     * @param isReturn whether it is a return probe
     */
    EventKind probe(byte[] bytes, int nameStart, int nameEnd, int functionStart, int functionEnd, boolean isReturn) {
        long hash = Text.hash(bytes, nameStart, nameEnd - nameStart) * 31
                + Text.hash(bytes, functionStart, functionEnd - functionStart)
                + (isReturn ? 1 : 0);
        EventKind kind = kinds.get(hash);
        return kind != null
                ? kind
                : keep(hash, probe(text(bytes, nameStart, nameEnd), text(bytes, functionStart, functionEnd), isReturn));
    }

    /** An event without a probed function, by its name: one of the kernel's own tracepoints, a marker, or none of ours. */
    public static EventKind tracepoint(String name) {
        return TRACEPOINTS.getOrDefault(name, EventKind.OTHER);
    }

    /**
     * A probe event.
     *
     * @param name the event's name
     * @param function the probed function; null, empty or an address where it is unknown
     * @param isReturn whether it is a return probe
     */
    public static EventKind probe(String name, @Nullable String function, boolean isReturn) {
        if (function == null || function.isEmpty() || isAddress(function)) {
            EventKind kind = BY_NAME.getOrDefault(name, EventKind.OTHER);
            return RETURN_BY_FUNCTION.containsValue(kind) == isReturn && kind != EventKind.OTHER
                    ? kind
                    : ofFunction(withoutReturn(name), isReturn);
        }
        return ofFunction(function, isReturn);
    }

    /** Who gives a probe no name of its own gets the function's, from perf with {@code __return} behind it. */
    private static String withoutReturn(String name) {
        return name.endsWith(PERF_RETURN) ? name.substring(0, name.length() - PERF_RETURN.length()) : name;
    }

    private static EventKind ofFunction(String function, boolean isReturn) {
        return (isReturn ? RETURN_BY_FUNCTION : ENTRY_BY_FUNCTION).getOrDefault(base(function), EventKind.OTHER);
    }

    /** The function that a return probe returned into, as a {@link KernelFunction}; UNKNOWN for a bare address. */
    int caller(byte[] bytes, int start, int end) {
        long hash = Text.hash(bytes, start, end - start);
        int cached = callers.get(hash);
        if (cached == UNSEEN) {
            String symbol = text(bytes, start, end);
            cached = caller(symbol);
            if (callers.size() < CACHE_MAX) {
                callers.put(hash, cached);
            }
        }
        return cached;
    }

    /** The function that a return probe returned into, as a {@link KernelFunction}; UNKNOWN for null or a bare address. */
    public static int caller(@Nullable String symbol) {
        return symbol == null || isAddress(symbol)
                ? KernelFunction.UNKNOWN
                : CALLERS.getOrDefault(base(symbol), KernelFunction.OTHER);
    }

    private EventKind keep(long hash, EventKind kind) {
        if (kinds.size() < CACHE_MAX) {
            kinds.put(hash, kind);
        }
        return kind;
    }

    /** Whether a symbol was printed as an address: {@code 0xffff…} or, by trace-cmd, bare hex of eight digits or more. */
    public static boolean isAddress(String symbol) {
        String digits = symbol.startsWith("0x") ? symbol.substring(2) : symbol;
        return digits.length() >= 8 && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** The name without what compilers append, such as {@code .constprop.0} and {@code .isra.0}. */
    private static String base(String symbol) {
        int dot = symbol.indexOf('.');
        return dot < 0 ? symbol : symbol.substring(0, dot);
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
