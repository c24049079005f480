// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.event;

/**
 * One thing that a capture shows: the flyweight that every dialect fills and every later stage reads.
 *
 * <p>A reader owns one event and fills it anew for each thing it finds, so nothing is allocated per event; whoever wants
 * to keep something copies it out. What the dialect does not know is <em>unknown</em>: its {@code hasX()} is false and its
 * value must not be used. Nodeids, uniques and addresses are unsigned 64 bit in a {@code long}.
 */
public final class Event {

    private static final int TIME_NS = 1 << 0;
    private static final int PID = 1 << 1;
    private static final int CPU = 1 << 2;
    private static final int CONNECTION = 1 << 3;
    private static final int UNIQUE = 1 << 4;
    private static final int OPCODE = 1 << 5;
    private static final int NODEID = 1 << 6;
    private static final int PARENT = 1 << 7;
    private static final int NLOOKUP = 1 << 8;
    private static final int SERVER_COUNT = 1 << 9;
    private static final int ERROR = 1 << 10;
    private static final int GENERATION = 1 << 11;
    private static final int INO = 1 << 12;
    private static final int MODE = 1 << 13;
    private static final int ATTR_FLAGS = 1 << 14;
    private static final int SUPERBLOCK = 1 << 15;
    private static final int S_DEV = 1 << 16;
    private static final int INODE = 1 << 17;
    private static final int FH = 1 << 18;
    private static final int OTHER_NODEID = 1 << 19;
    private static final int TARGET_UNIQUE = 1 << 20;
    private static final int SIZE_BYTES = 1 << 21;
    private static final int COUNT = 1 << 22;
    private static final int PROTOCOL_MINOR = 1 << 23;
    private static final int CALLER = 1 << 24;
    private static final int COMMON_NS = 1 << 25;
    private static final int STACK = 1 << 26;
    private static final int NLINK = 1 << 27;
    private static final int QUEUE = 1 << 28;

    private EventKind kind = EventKind.OTHER;
    private int known;
    private int input;
    private long position;
    private final Text name = new Text();
    private final Text secondName = new Text();
    private final Text task = new Text();
    private final Text message = new Text();

    private long timeNs;
    private int pid;
    private int cpu;
    private long connection;
    private long unique;
    private int opcode;
    private long nodeid;
    private long parent;
    private long nlookup;
    private long serverCount;
    private int error;
    private long generation;
    private long ino;
    private int mode;
    private int attrFlags;
    private int nlink;
    private long superblock;
    private int sDev;
    private long inode;
    private long fh;
    private long otherNodeid;
    private long targetUnique;
    private long sizeBytes;
    private long count;
    private int protocolMinor;
    private int caller;
    private long commonNs;
    private int stack;
    private int queue;

    /**
     * Forgets everything that was known and begins a new event.
     *
     * @param kind what was seen
     * @param position where in the capture: 1-based line of a text, byte offset in a binary
     * @return this
     */
    public Event start(EventKind kind, long position) {
        this.kind = kind;
        this.position = position;
        known = 0;
        name.clear();
        secondName.clear();
        task.clear();
        message.clear();
        return this;
    }

    /** What was seen. */
    public EventKind kind() {
        return kind;
    }

    /** Where in the capture: 1-based line of a text, byte offset in a binary. */
    public long position() {
        return position;
    }

    /** Index of the capture the event came from, when several are read together; 0 for the first. */
    public int input() {
        return input;
    }

    /** Sets the index of the capture; survives {@link #start}. */
    public Event input(int value) {
        input = value;
        return this;
    }

    /** File name of a request or an entry; empty when unknown. Raw bytes from a stranger: see {@link Text#toString}. */
    public Text name() {
        return name;
    }

    /** Second name: RENAME's new name, SYMLINK's target; empty when unknown. */
    public Text secondName() {
        return secondName;
    }

    /** Task name ({@code comm}); empty when unknown. */
    public Text task() {
        return task;
    }

    /** The whole FUSE message, header included, where the capture has it; empty otherwise. */
    public Text message() {
        return message;
    }

    /** Copies everything, names included, from another event whose buffers will not outlive the call. */
    public void copyFrom(Event other) {
        kind = other.kind;
        position = other.position;
        input = other.input;
        known = other.known;
        name.copyFrom(other.name);
        secondName.copyFrom(other.secondName);
        task.copyFrom(other.task);
        message.copyFrom(other.message);
        timeNs = other.timeNs;
        pid = other.pid;
        cpu = other.cpu;
        connection = other.connection;
        unique = other.unique;
        opcode = other.opcode;
        nodeid = other.nodeid;
        parent = other.parent;
        nlookup = other.nlookup;
        serverCount = other.serverCount;
        error = other.error;
        generation = other.generation;
        ino = other.ino;
        mode = other.mode;
        attrFlags = other.attrFlags;
        nlink = other.nlink;
        superblock = other.superblock;
        sDev = other.sDev;
        inode = other.inode;
        fh = other.fh;
        otherNodeid = other.otherNodeid;
        targetUnique = other.targetUnique;
        sizeBytes = other.sizeBytes;
        count = other.count;
        protocolMinor = other.protocolMinor;
        caller = other.caller;
        commonNs = other.commonNs;
        stack = other.stack;
        queue = other.queue;
    }

    /** Time on the capture's own clock, in nanoseconds; clocks of two captures do not compare. */
    public long timeNs() {
        return timeNs;
    }

    public boolean hasTimeNs() {
        return (known & TIME_NS) != 0;
    }

    public Event timeNs(long value) {
        timeNs = value;
        known |= TIME_NS;
        return this;
    }

    /** Process or thread id of the task: the caller for a request, 0 for the kernel's own doings. */
    public int pid() {
        return pid;
    }

    public boolean hasPid() {
        return (known & PID) != 0;
    }

    public Event pid(int value) {
        pid = value;
        known |= PID;
        return this;
    }

    /** Processor that recorded the event. */
    public int cpu() {
        return cpu;
    }

    public boolean hasCpu() {
        return (known & CPU) != 0;
    }

    public Event cpu(int value) {
        cpu = value;
        known |= CPU;
        return this;
    }

    /** Connection as the capture names it: a {@code fuse_conn} pointer or a device number. */
    public long connection() {
        return connection;
    }

    public boolean hasConnection() {
        return (known & CONNECTION) != 0;
    }

    public Event connection(long value) {
        connection = value;
        known |= CONNECTION;
        return this;
    }

    /** The virtio-fs queue that a message went through: 0 is hiprio, which FORGETs take, 1 and on are request queues. */
    public int queue() {
        return queue;
    }

    public boolean hasQueue() {
        return (known & QUEUE) != 0;
    }

    public Event queue(int value) {
        queue = value;
        known |= QUEUE;
        return this;
    }

    /** {@code fuse_in_header.unique} without the resend bit (bit 63); unsigned. */
    public long unique() {
        return unique;
    }

    public boolean hasUnique() {
        return (known & UNIQUE) != 0;
    }

    public Event unique(long value) {
        unique = value;
        known |= UNIQUE;
        return this;
    }

    /** {@code fuse_in_header.opcode}, see {@link org.forgetmenot.wire.Opcode}. */
    public int opcode() {
        return opcode;
    }

    public boolean hasOpcode() {
        return (known & OPCODE) != 0;
    }

    public Event opcode(int value) {
        opcode = value;
        known |= OPCODE;
        return this;
    }

    /** The nodeid the event is about; unsigned, 1 is the root. */
    public long nodeid() {
        return nodeid;
    }

    public boolean hasNodeid() {
        return (known & NODEID) != 0;
    }

    public Event nodeid(long value) {
        nodeid = value;
        known |= NODEID;
        return this;
    }

    /** Directory in which an entry was found; unsigned nodeid. */
    public long parent() {
        return parent;
    }

    public boolean hasParent() {
        return (known & PARENT) != 0;
    }

    public Event parent(long value) {
        parent = value;
        known |= PARENT;
        return this;
    }

    /** Lookup count given back by a FORGET, or held by an inode that is evicted; unsigned. */
    public long nlookup() {
        return nlookup;
    }

    public boolean hasNlookup() {
        return (known & NLOOKUP) != 0;
    }

    public Event nlookup(long value) {
        nlookup = value;
        known |= NLOOKUP;
        return this;
    }

    /** The server's own count of the nodeid before a FORGET, where its log prints it. */
    public long serverCount() {
        return serverCount;
    }

    public boolean hasServerCount() {
        return (known & SERVER_COUNT) != 0;
    }

    public Event serverCount(long value) {
        serverCount = value;
        known |= SERVER_COUNT;
        return this;
    }

    /** 0 or a negative errno; for a kernel return probe the function's value, which may be positive. */
    public int error() {
        return error;
    }

    public boolean hasError() {
        return (known & ERROR) != 0;
    }

    public Event error(int value) {
        error = value;
        known |= ERROR;
        return this;
    }

    /** {@code fuse_entry_out.generation}. */
    public long generation() {
        return generation;
    }

    public boolean hasGeneration() {
        return (known & GENERATION) != 0;
    }

    public Event generation(long value) {
        generation = value;
        known |= GENERATION;
        return this;
    }

    /** {@code fuse_attr.ino}: what stat shows, never a nodeid; unsigned. */
    public long ino() {
        return ino;
    }

    public boolean hasIno() {
        return (known & INO) != 0;
    }

    public Event ino(long value) {
        ino = value;
        known |= INO;
        return this;
    }

    /** {@code fuse_attr.mode}: file type and permissions. */
    public int mode() {
        return mode;
    }

    public boolean hasMode() {
        return (known & MODE) != 0;
    }

    public Event mode(int value) {
        mode = value;
        known |= MODE;
        return this;
    }

    /** {@code fuse_attr.flags}: bit 0 is FUSE_ATTR_SUBMOUNT. */
    public int attrFlags() {
        return attrFlags;
    }

    public boolean hasAttrFlags() {
        return (known & ATTR_FLAGS) != 0;
    }

    public Event attrFlags(int value) {
        attrFlags = value;
        known |= ATTR_FLAGS;
        return this;
    }

    /** {@code fuse_attr.nlink}: how many names a file has; unsigned. */
    public int nlink() {
        return nlink;
    }

    public boolean hasNlink() {
        return (known & NLINK) != 0;
    }

    public Event nlink(int value) {
        nlink = value;
        known |= NLINK;
        return this;
    }

    /** Kernel address of the {@code super_block}; unsigned, reused by later superblocks. */
    public long superblock() {
        return superblock;
    }

    public boolean hasSuperblock() {
        return (known & SUPERBLOCK) != 0;
    }

    public Event superblock(long value) {
        superblock = value;
        known |= SUPERBLOCK;
        return this;
    }

    /** {@code super_block.s_dev}; reused by later superblocks. */
    public int sDev() {
        return sDev;
    }

    public boolean hasSDev() {
        return (known & S_DEV) != 0;
    }

    public Event sDev(int value) {
        sDev = value;
        known |= S_DEV;
        return this;
    }

    /** Kernel address of the {@code inode}; unsigned, reused by later inodes. */
    public long inode() {
        return inode;
    }

    public boolean hasInode() {
        return (known & INODE) != 0;
    }

    public Event inode(long value) {
        inode = value;
        known |= INODE;
        return this;
    }

    /** {@code fh} of an open file or directory, from OPEN, OPENDIR or CREATE; unsigned. */
    public long fh() {
        return fh;
    }

    public boolean hasFh() {
        return (known & FH) != 0;
    }

    public Event fh(long value) {
        fh = value;
        known |= FH;
        return this;
    }

    /** Second nodeid of a request: LINK's oldnodeid, RENAME's newdir; unsigned. */
    public long otherNodeid() {
        return otherNodeid;
    }

    public boolean hasOtherNodeid() {
        return (known & OTHER_NODEID) != 0;
    }

    public Event otherNodeid(long value) {
        otherNodeid = value;
        known |= OTHER_NODEID;
        return this;
    }

    /** The unique that an INTERRUPT names. */
    public long targetUnique() {
        return targetUnique;
    }

    public boolean hasTargetUnique() {
        return (known & TARGET_UNIQUE) != 0;
    }

    public Event targetUnique(long value) {
        targetUnique = value;
        known |= TARGET_UNIQUE;
        return this;
    }

    /** Length of the message on the wire, header included. */
    public long sizeBytes() {
        return sizeBytes;
    }

    public boolean hasSizeBytes() {
        return (known & SIZE_BYTES) != 0;
    }

    public Event sizeBytes(long value) {
        sizeBytes = value;
        known |= SIZE_BYTES;
        return this;
    }

    /** How many: events lost for {@link EventKind#LOST}, items that a BATCH_FORGET says it has for its request. */
    public long count() {
        return count;
    }

    public boolean hasCount() {
        return (known & COUNT) != 0;
    }

    public Event count(long value) {
        count = value;
        known |= COUNT;
        return this;
    }

    /** Minor protocol version of an INIT (the major is 7). */
    public int protocolMinor() {
        return protocolMinor;
    }

    public boolean hasProtocolMinor() {
        return (known & PROTOCOL_MINOR) != 0;
    }

    public Event protocolMinor(int value) {
        protocolMinor = value;
        known |= PROTOCOL_MINOR;
        return this;
    }

    /** The function that a kernel return probe returned into, see {@link KernelFunction}. */
    public int caller() {
        return caller;
    }

    public boolean hasCaller() {
        return (known & CALLER) != 0;
    }

    public Event caller(int value) {
        caller = value;
        known |= CALLER;
        return this;
    }

    /** Time on the clock that several captures of one run share, in nanoseconds; set when they are merged. */
    public long commonNs() {
        return commonNs;
    }

    public boolean hasCommonNs() {
        return (known & COMMON_NS) != 0;
    }

    /** When it was on the clock of the run: the shared one, or that of its only capture; without meaning if it has no time. */
    public long runNs() {
        return hasCommonNs() ? commonNs : timeNs;
    }

    public Event commonNs(long value) {
        commonNs = value;
        known |= COMMON_NS;
        return this;
    }

    /** Index into {@link Stacks} of the stack under the event. */
    public int stack() {
        return stack;
    }

    public boolean hasStack() {
        return (known & STACK) != 0;
    }

    public Event stack(int value) {
        stack = value;
        known |= STACK;
        return this;
    }
}
