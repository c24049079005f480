// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.server;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.forgetmenot.linux.Fusermount;
import org.forgetmenot.linux.LibC;
import org.forgetmenot.linux.Scratch;
import org.forgetmenot.wire.Errno;

/**
 * Serves a real mount through /dev/fuse: by mount(2) as root, through fusermount3 otherwise.
 *
 * <p>Every thread reads requests from the one descriptor. A {@code FileChannel} could not do that: while one thread waits in its
 * {@code read}, no other may {@code write} a reply.
 */
public final class DeviceMount implements Closeable {
    private static final String DEVICE = "/dev/fuse";
    private static final String NAME = "forgetmenot";
    /** {@code FUSE_MIN_READ_BUFFER} is less; the kernel wants room for the longest WRITE and its header. */
    private static final int REQUEST_BYTES = FuseSession.MESSAGE_BYTES_MAX;

    private static final int END_MS = 2000;
    private static final int STOP_MS = 1000;
    /** Most requests that are worked on at once. */
    public static final int THREADS_MAX = 64;

    private final FuseServer.Connection connection;
    private final Path mountPoint;
    private final int fd;
    private final boolean byFusermount;
    private final CountDownLatch ended;
    private final AtomicInteger working = new AtomicInteger();
    /** What is read from now on is not answered any more. */
    private volatile boolean stopped;

    private boolean closed;

    private DeviceMount(FuseServer server, Path mountPoint, int fd, boolean byFusermount, int threads) {
        this.connection = server.connect();
        this.mountPoint = mountPoint;
        this.fd = fd;
        this.byFusermount = byFusermount;
        this.ended = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(this::serve, "fuse-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Mounts a server.
     *
     * @param mountPoint a directory that is no mount point yet
     * @param threads how many requests are worked on at once, from 1 to 64
     * @throws IOException that says in one line what is missing: the device, the right to mount, the directory
     */
    public static DeviceMount mount(FuseServer server, Path mountPoint, int threads) throws IOException {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("from 1 to " + THREADS_MAX + " threads, not " + threads);
        }
        Path directory = free(mountPoint);
        boolean isRoot = LibC.geteuid() == 0;
        int fd = isRoot ? mountAsRoot(directory) : Fusermount.mount(directory, NAME);
        return new DeviceMount(server, directory, fd, !isRoot, threads);
    }

    private static Path free(Path mountPoint) throws IOException {
        if (!Files.exists(mountPoint)) {
            throw new NoSuchFileException(mountPoint.toString(), null, "no such directory to mount on");
        }
        if (!Files.isDirectory(mountPoint)) {
            throw new FileSystemException(mountPoint.toString(), null, "is no directory to mount on");
        }
        Path directory = mountPoint.toRealPath();
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"), StandardCharsets.ISO_8859_1)) {
            String escaped = directory.toString().replace("\\", "\\134").replace(" ", "\\040");
            if (mounts.anyMatch(line -> line.split(" ", 3)[1].equals(escaped))) {
                throw new FileSystemException(
                        mountPoint.toString(), null, "is busy: something is mounted there already");
            }
        }
        return directory;
    }

    private static int mountAsRoot(Path directory) throws IOException {
        byte[] path = DEVICE.getBytes(StandardCharsets.US_ASCII);
        int fd = LibC.open(Scratch.get().path(path), LibC.O_RDWR | LibC.O_CLOEXEC, 0);
        if (fd < 0) {
            throw new FileSystemException(
                    DEVICE,
                    null,
                    "cannot be opened: " + Errno.name(LibC.errno()) + "; is the module fuse loaded (modprobe fuse)?");
        }
        String options = "fd=" + fd + ",rootmode=40000,user_id=0,group_id=0,allow_other,default_permissions";
        long flags = LibC.MS_NOSUID | LibC.MS_NODEV;
        if (LibC.mount(NAME, directory.toString(), "fuse." + NAME, flags, options) != 0) {
            int errno = LibC.errno();
            LibC.close(fd);
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "cannot be mounted on: " + Errno.name(errno)
                            + (errno == Errno.EPERM.number() ? "; that takes CAP_SYS_ADMIN" : ""));
        }
        return fd;
    }

    private void serve() {
        try (Memory memory = new Memory(REQUEST_BYTES)) {
            ByteBuffer view = memory.getByteBuffer(0, REQUEST_BYTES).order(ByteOrder.nativeOrder());
            long address = Pointer.nativeValue(memory);
            byte[] request = new byte[REQUEST_BYTES];
            Reply reply = new Reply();
            while (true) {
                long count = LibC.read(fd, address, REQUEST_BYTES);
                if (count < 0) {
                    int errno = LibC.errno();
                    if (errno == Errno.ENOENT.number()
                            || errno == Errno.EINTR.number()
                            || errno == Errno.EAGAIN.number()) {
                        continue; // the request was taken back, or a signal came
                    }
                    if (errno != Errno.ENODEV.number() && errno != Errno.EBADF.number()) {
                        connection.ended("cannot read from " + DEVICE + ": " + Errno.name(errno));
                    }
                    return;
                }
                working.incrementAndGet();
                try {
                    if (stopped) {
                        return;
                    }
                    view.get(0, request, 0, (int) count);
                    int length = connection.handle(request, 0, (int) count, reply);
                    if (length > 0) {
                        view.put(0, reply.bytes(), 0, length);
                        // fails with ENOENT if the request was taken back, and there is nobody to tell
                        LibC.write(fd, address, length);
                    }
                } finally {
                    working.decrementAndGet();
                }
            }
        } catch (SessionDied e) {
            connection.ended(String.valueOf(e.getMessage()));
            unmount();
        } finally {
            ended.countDown();
        }
    }

    /** Waits until the filesystem is unmounted, by whomever. */
    public void await() throws InterruptedException {
        ended.await();
    }

    /** The session with the kernel. */
    public FuseSession session() {
        return connection.session();
    }

    private void unmount() {
        if (byFusermount) {
            Fusermount.unmount(mountPoint);
        } else if (LibC.umount2(mountPoint.toString(), 0) != 0) {
            // somebody is in it: they keep what they have open until they go
            LibC.umount2(mountPoint.toString(), LibC.MNT_DETACH);
        }
    }

    /**
     * Unmounts; the session ends with the kernel's DESTROY. Whoever is still busy in the mount is answered for a while, and then
     * no more; they see an error when this process ends.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (ended.getCount() > 0) {
            unmount();
        }
        try {
            if (ended.await(END_MS, TimeUnit.MILLISECONDS)) {
                connection.close();
                LibC.close(fd);
            } else {
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing reaches the files or the recording after it, for they are closed next. */
    private void stop() throws InterruptedException {
        stopped = true;
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MS);
        while (working.get() > 0 && System.nanoTime() < endNs) {
            Thread.sleep(1);
        }
    }
}
