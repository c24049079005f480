// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.world;

import java.util.List;

/** Who watches a session, and by which means: each shows only what its dialect holds. */
enum View {
    FUSEDUMP("fusedump"),
    PCAP("pcap"),
    NDJSON("ndjson"),
    STRACE("strace"),
    VIRTIOFSD_C("virtiofsd-c"),
    VIRTIOFSD_RUST("virtiofsd-rust"),
    LIBFUSE_LOW("libfuse"),
    LIBFUSE_HIGH("libfuse"),
    GO_FUSE("gofuse"),
    BAZIL("bazil"),
    FTRACE("ftrace"),
    /** A trace of the guest's kernel and the server's log, merged. */
    FTRACE_AND_C("ftrace", "virtiofsd-c"),
    FTRACE_AND_RUST("ftrace", "virtiofsd-rust"),
    FTRACE_AND_PCAP("ftrace", "pcap");

    /** Those from which the counts of the server can be added up. */
    static final View[] ALL_COUNTS = {FUSEDUMP, PCAP, NDJSON, STRACE, VIRTIOFSD_C, LIBFUSE_LOW, LIBFUSE_HIGH};

    /** Those that hold whole messages, and nothing but messages. */
    static final View[] MESSAGES = {FUSEDUMP, PCAP, NDJSON, STRACE};

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> dialects;

    View(String... dialects) {
        this.dialects = List.of(dialects);
    }

    /** Whether it shows the kernel's superblocks and inodes. */
    boolean showsKernel() {
        return dialects.get(0).equals("ftrace");
    }

    /** Whether it shows what goes to and from the server. */
    boolean showsServer() {
        return this != FTRACE;
    }

    boolean isPair() {
        return dialects.size() > 1;
    }

    /** Whether FORGETs tell how much they give back. */
    boolean showsForgetCounts() {
        return this != VIRTIOFSD_RUST && this != FTRACE_AND_RUST;
    }

    /** Whether every count of the server can be added up. */
    boolean showsEveryCount() {
        return showsServer() && this != VIRTIOFSD_RUST && this != GO_FUSE && this != FTRACE_AND_RUST && this != BAZIL;
    }

    Setting setting(Dice dice) {
        Personality personality = switch (this) {
            case FUSEDUMP -> dice.of(Personality.LIBFUSE, Personality.RUST, Personality.GO_FUSE);
            case PCAP, NDJSON, FTRACE, FTRACE_AND_PCAP ->
                dice.of(Personality.C, Personality.RUST, Personality.LIBFUSE, Personality.GO_FUSE);
            case STRACE -> dice.of(Personality.LIBFUSE, Personality.GO_FUSE);
            case VIRTIOFSD_C, FTRACE_AND_C -> Personality.C;
            case VIRTIOFSD_RUST, FTRACE_AND_RUST -> Personality.RUST;
            case LIBFUSE_LOW -> Personality.LIBFUSE;
            case LIBFUSE_HIGH -> Personality.LIBFUSE_HIGH;
            case GO_FUSE -> Personality.GO_FUSE;
            case BAZIL -> Personality.BAZIL;
        };
        boolean virtio = switch (this) {
            case VIRTIOFSD_C, VIRTIOFSD_RUST, FTRACE_AND_C, FTRACE_AND_RUST, FTRACE_AND_PCAP -> true;
            case PCAP, NDJSON -> dice.coin();
            case FTRACE -> !dice.oneIn(5);
            default -> false;
        };
        Setting setting = Setting.of(dice, personality, virtio);
        // lines of several threads without a mark of their own are torn apart: another story
        return this == LIBFUSE_LOW || this == LIBFUSE_HIGH ? setting.alone() : setting;
    }

    /** The captures of what happened. */
    List<CaptureFile> render(Journal journal, int lostAfter) {
        return dialects.stream().map(d -> file(d, journal, lostAfter)).toList();
    }

    private CaptureFile file(String dialect, Journal journal, int lostAfter) {
        List<WireFact> wire = journal.wire();
        return switch (dialect) {
            case "fusedump" -> new CaptureFile(dialect, FusedumpFile.of(wire));
            case "pcap" -> new CaptureFile(dialect, PcapFile.of(wire));
            case "ndjson" -> new CaptureFile(dialect, NdjsonFile.of(wire));
            case "strace" -> new CaptureFile(dialect, StraceText.of(wire));
            case "virtiofsd-c" -> new CaptureFile(dialect, CVirtiofsdLog.of(wire));
            case "virtiofsd-rust" -> new CaptureFile(dialect, RustVirtiofsdLog.of(wire));
            case "libfuse" ->
                new CaptureFile(dialect, this == LIBFUSE_HIGH ? LibfuseLog.high(wire) : LibfuseLog.low(wire));
            case "gofuse" -> new CaptureFile(dialect, GoFuseLog.of(wire));
            case "bazil" -> new CaptureFile(dialect, BazilLog.of(wire));
            case "ftrace" -> new CaptureFile(dialect, FtraceText.of(journal.kernel(), lostAfter));
            default -> throw new IllegalArgumentException(dialect);
        };
    }
}
