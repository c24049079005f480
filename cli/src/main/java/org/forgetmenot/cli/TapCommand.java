// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.forgetmenot.format.CaptureException;
import org.forgetmenot.report.Safe;
import org.forgetmenot.server.BoundedRecorder;
import org.forgetmenot.server.VhostTap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tap}: records a guest's virtio-fs traffic, between QEMU and an unmodified virtiofsd. */
@Command(
        name = "tap",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Record what a virtual machine and its virtio-fs server say to each other, neither of which is changed.",
            "",
            "The machine connects to the socket of --listen, and this to the server's at --connect. Every message is"
                    + " recorded whole, with its time. It ends when the machine or the server does; SIGINT or SIGTERM"
                    + " ends the recording, and what passes goes on passing until then.",
            "",
            "A disk that is too slow makes nobody wait: what does not fit into 64 MiB of memory is left out, counted, and"
                    + " said in a .pcapng or .ndjson where it is missing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  virtiofsd --socket-path=/tmp/server.sock -o source=/srv/data &",
            "  forgetmenot tap --listen /tmp/vm.sock --connect /tmp/server.sock --record vm.pcapng"
        })
final class TapCommand implements Callable<Integer> {
    private final Console console;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "SOCKET",
            required = true,
            description = "Where the machine shall connect.")
    private Path listen = Path.of("");

    @Option(names = "--connect", paramLabel = "SOCKET", required = true, description = "Where the server listens.")
    private Path connect = Path.of("");

    @Option(
            names = "--record",
            paramLabel = "FILE",
            required = true,
            description = "Write every message to FILE: fusedump, pcapng or ndjson, by its extension.")
    private String record = "";

    @Option(names = "--force", description = "Write over a FILE that exists.")
    private boolean force;

    TapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Target form = Target.of(record);
        if (form == null) {
            throw new ParameterException(
                    spec == null ? new picocli.CommandLine(this) : spec.commandLine(),
                    "what to record? name the file " + Target.extensions());
        }
        try (Recording recording = Recording.open(record, form, force, console, this::say);
                BoundedRecorder recorder = new BoundedRecorder(recording.recorder());
                VhostTap tap = open(recorder)) {
            recording.begin();
            say("listening at " + listen);
            Thread hook = new Thread(() -> end(recording, recorder, tap), "end-recording");
            Runtime.getRuntime().addShutdownHook(hook);
            tap.run();
        } finally {
            ended.countDown();
        }
        return Main.NOTHING_FOUND;
    }

    private VhostTap open(BoundedRecorder recorder) throws IOException {
        try {
            return VhostTap.open(listen, connect, recorder, this::say);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new CaptureException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The process may end when nobody needs it any more. */
    private void end(Recording recording, BoundedRecorder recorder, VhostTap tap) {
        if (ended.getCount() == 0) {
            return;
        }
        tap.stop();
        try {
            recorder.close();
            recording.close();
            if (tap.isConnected()) {
                say("the machine stays connected until it or its server ends");
            }
            ended.await();
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String line) {
        console.err().println("forgetmenot: " + Safe.line(line));
    }
}
