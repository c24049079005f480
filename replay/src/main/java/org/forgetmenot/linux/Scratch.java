// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A thread's own native memory for the arguments and results of system calls: nothing of it outlives the next use. */
public final class Scratch {
    /** Of a path with its NUL: {@code PATH_MAX}. */
    public static final int PATH_BYTES_MAX = 4096;
    /** Of a structure. */
    private static final int STRUCT_BYTES = 512;

    private static final byte[] PROC_SELF_FD = {'/', 'p', 'r', 'o', 'c', '/', 's', 'e', 'l', 'f', '/', 'f', 'd', '/'};
    private static final int DIGITS_MAX = 10;

    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final Area path = new Area(PATH_BYTES_MAX);
    private final Area secondPath = new Area(PATH_BYTES_MAX);
    private final Area struct = new Area(STRUCT_BYTES);
    private Area data = new Area(1 << 16);

    /** Native memory and the way to look into it. */
    private static final class Area {
        final Memory memory;
        final ByteBuffer view;
        final long address;

        Area(int bytes) {
            memory = new Memory(bytes);
            address = Pointer.nativeValue(memory);
            view = memory.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        }

        long text(byte[] bytes) {
            view.clear();
            view.put(bytes).put((byte) 0);
            return address;
        }
    }

    private Scratch() {}

    /** The calling thread's. */
    public static Scratch get() {
        return OF_THREAD.get();
    }

    /** A path, or one component of it, ended by NUL; shorter than {@link #PATH_BYTES_MAX}. */
    public long path(byte[] bytes) {
        return path.text(bytes);
    }

    /** A second one, for calls that take two. */
    public long secondPath(byte[] bytes) {
        return secondPath.text(bytes);
    }

    /** The empty path: with {@code AT_EMPTY_PATH} the descriptor itself. */
    public long emptyPath() {
        path.view.put(0, (byte) 0);
        return path.address;
    }

    /** The path of an open descriptor, which leads to its file wherever that is and whatever it is called. */
    public long procPath(int fd) {
        ByteBuffer view = path.view;
        view.clear();
        view.put(PROC_SELF_FD);
        int end = PROC_SELF_FD.length + DIGITS_MAX;
        int at = end;
        view.put(at, (byte) 0);
        int rest = fd;
        do {
            view.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest != 0);
        // digits were written from the right: move them to the prefix
        for (int i = 0; i <= end - at; i++) {
            view.put(PROC_SELF_FD.length + i, view.get(at + i));
        }
        return path.address;
    }

    /** Room for a structure of up to 512 bytes. */
    public long struct() {
        return struct.address;
    }

    /** What is in {@link #struct}. */
    public ByteBuffer structView() {
        return struct.view;
    }

    /** Room for data; what was in it is lost if it has to grow. */
    public long data(int bytes) {
        if (data.view.capacity() < bytes) {
            data = new Area(bytes);
        }
        return data.address;
    }

    /** What is in {@link #data}. */
    public ByteBuffer dataView() {
        return data.view;
    }
}
