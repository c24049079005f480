// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.forgetmenot.wire.Errno;

/**
 * A program that runs beside this one. {@link ProcessBuilder} would not do: it closes every descriptor in the child. This
 * one leaves it those that are not marked close-on-exec, and keeps the last lines that it says.
 */
public final class Child implements Closeable {
    /** Lines that are kept: why a program ended is among its last. */
    private static final int LINES_MAX = 20;

    private static final int LINE_BYTES_MAX = 500;
    /** {@code posix_spawn_file_actions_t} of glibc has 80. */
    private static final int FILE_ACTIONS_BYTES = 256;

    private static final int STOP_MS = 2000;
    /** For the last words, which come through a pipe of their own. */
    private static final int LAST_WORDS_MS = 500;

    private static final int SIGNAL_MASK = 0x7f;
    private static final int CODE_SHIFT = 8;
    private static final int CODE_MASK = 0xff;
    private static final String[] SIGNALS = {
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM"
    };
    private static final int SIGSYS = 31;

    private final int pid;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread reader;
    private final ArrayDeque<String> said = new ArrayDeque<>();
    private int status;

    private Child(int pid, int pipe) {
        this.pid = pid;
        Thread waiter = new Thread(this::await, "wait-" + pid);
        waiter.setDaemon(true);
        waiter.start();
        reader = new Thread(() -> listen(pipe), "listen-" + pid);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a program.
     *
     * @param program its path; where it has no slash, it is looked for as a shell would
     * @throws IOException if there is none
     */
    public static Child start(String program, List<String> arguments) throws IOException {
        return start(program, List.of(), arguments);
    }

    /**
     * Starts a program.
     *
     * @param environment what it finds in its environment beyond ours, as {@code NAME=VALUE}
     */
    static Child start(String program, List<String> environment, List<String> arguments) throws IOException {
        try (Memory pipe = new Memory(2L * Integer.BYTES);
                Memory actions = new Memory(FILE_ACTIONS_BYTES)) {
            if (LibC.pipe2(pipe, LibC.O_CLOEXEC) != 0) {
                throw new IOException("cannot make a pipe: " + Errno.name(LibC.errno()));
            }
            int ours = pipe.getInt(0);
            int theirs = pipe.getInt(Integer.BYTES);
            LibC.posix_spawn_file_actions_init(actions);
            LibC.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", LibC.O_RDONLY, 0);
            LibC.posix_spawn_file_actions_adddup2(actions, theirs, 1);
            LibC.posix_spawn_file_actions_adddup2(actions, theirs, 2);
            try {
                return new Child(spawn(program, arguments, environment, actions), ours);
            } catch (IOException e) {
                LibC.close(ours);
                throw e;
            } finally {
                LibC.posix_spawn_file_actions_destroy(actions);
                LibC.close(theirs);
            }
        }
    }

    /**
     * Runs a program to its end. What it says, the user reads.
     *
     * @param environment what it finds in its environment beyond ours, as {@code NAME=VALUE}
     */
    static void run(String program, List<String> environment, List<String> arguments) throws IOException {
        LibC.waitpid(spawn(program, arguments, environment, Pointer.NULL), Pointer.NULL, 0);
    }

    private static int spawn(String program, List<String> arguments, List<String> moreEnvironment, Pointer actions)
            throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(program);
        argv.addAll(arguments);
        List<String> environment = new ArrayList<>(moreEnvironment);
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        try (Memory pid = new Memory(Integer.BYTES)) {
            int error = LibC.posix_spawnp(
                    pid,
                    program,
                    actions,
                    Pointer.NULL,
                    new StringArray(argv.toArray(String[]::new), Native.getDefaultStringEncoding()),
                    new StringArray(environment.toArray(String[]::new), Native.getDefaultStringEncoding()));
            if (error != 0) {
                throw new IOException("cannot run " + program + ": " + Errno.name(error));
            }
            return pid.getInt(0);
        }
    }

    private void await() {
        try (Memory wstatus = new Memory(Integer.BYTES)) {
            while (LibC.waitpid(pid, wstatus, 0) != pid) {
                if (LibC.errno() != Errno.EINTR.number()) {
                    break;
                }
            }
            status = wstatus.getInt(0);
        }
        ended.countDown();
    }

    private void listen(int pipe) {
        byte[] line = new byte[LINE_BYTES_MAX];
        int length = 0;
        try (Memory memory = new Memory(4096)) {
            long address = Pointer.nativeValue(memory);
            for (long count = LibC.read(pipe, address, memory.size());
                    count > 0;
                    count = LibC.read(pipe, address, memory.size())) {
                for (byte b : memory.getByteArray(0, (int) count)) {
                    if (b == '\n') {
                        say(line, length);
                        length = 0;
                    } else if (length < line.length) {
                        line[length++] = b;
                    }
                }
            }
        }
        say(line, length);
        LibC.close(pipe);
    }

    private void say(byte[] line, int length) {
        if (length == 0) {
            return;
        }
        synchronized (said) {
            if (said.size() == LINES_MAX) {
                said.remove();
            }
            said.add(new String(line, 0, length, StandardCharsets.UTF_8));
        }
    }

    /** The last lines that it said, on standard output and error, with whatever it put into them. */
    public List<String> said() {
        try {
            reader.join(isAlive() ? 1 : LAST_WORDS_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (said) {
            return List.copyOf(said);
        }
    }

    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    /** Waits for its end; false if that does not come in time. */
    public boolean await(int timeoutMs) {
        try {
            return ended.await(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How it ended: "was killed by SIGABRT", "ended with exit code 1". */
    public String end() {
        int signal = status & SIGNAL_MASK;
        if (isAlive()) {
            return "is still there";
        }
        if (signal == 0) {
            return "ended with exit code " + (status >> CODE_SHIFT & CODE_MASK);
        }
        return "was killed by "
                + (signal < SIGNALS.length ? SIGNALS[signal] : signal == SIGSYS ? "SIGSYS" : "signal " + signal);
    }

    /** Ends it, if it does not end by itself. */
    @Override
    public void close() {
        if (isAlive()) {
            LibC.kill(pid, LibC.SIGTERM);
            if (!await(STOP_MS)) {
                LibC.kill(pid, LibC.SIGKILL);
                await(STOP_MS);
            }
        }
    }
}
