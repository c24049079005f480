// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A virtual machine with a virtio-fs device: QEMU without KVM, Debian's kernel for clouds, which has all drivers built in, and
 * busybox. It mounts the filesystem, runs a script in it, unmounts it and ends.
 */
final class Guest {
    private static final String QEMU = "qemu-system-x86_64";
    private static final String BUSYBOX = "/usr/bin/busybox";
    private static final String KERNEL_VARIABLE = "FORGETMENOT_GUEST_KERNEL";
    private static final String MEMORY = "256M";
    private static final int RUN_S = 300;
    /** The guest says it when the script went well and nobody was left in the filesystem. */
    private static final String DONE = "the guest is done";

    private Guest() {}

    /** Skips the test, and says why, where a guest cannot be had. */
    static void assumePossible() throws IOException {
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "guests are made for x86-64 only");
        assumeTrue(Programs.has(QEMU), "needs " + QEMU + " (Debian: qemu-system-x86)");
        assumeTrue(Files.isExecutable(Path.of(BUSYBOX)), "needs a static busybox (Debian: busybox-static)");
        assumeTrue(
                !kernel().isEmpty(),
                "needs a kernel with virtiofs built in: name its vmlinuz in " + KERNEL_VARIABLE
                        + " (Debian: linux-image-6.12-cloud-amd64, which need not be installed)");
    }

    private static String kernel() throws IOException {
        String named = System.getenv(KERNEL_VARIABLE);
        if (named != null) {
            return named;
        }
        try (Stream<Path> boot = Files.list(Path.of("/boot"))) {
            return boot.map(Path::toString)
                    .filter(path -> path.matches(".*/vmlinuz-6\\.1[2-9].*cloud.*"))
                    .sorted()
                    .findFirst()
                    .orElse("");
        }
    }

    /** Runs a shell script in the mounted filesystem, whose device has so many request queues; what it prints. */
    static List<String> run(Path folder, Path socket, int queues, String script)
            throws IOException, InterruptedException {
        Path initrd = initrd(folder, script);
        Path console = folder.resolve("console");
        List<String> command = new ArrayList<>(List.of(QEMU));
        command.addAll(List.of("-accel", "tcg,thread=multi", "-cpu", "max", "-m", MEMORY, "-smp", "2"));
        command.addAll(List.of("-net", "none", "-display", "none", "-monitor", "none", "-no-reboot"));
        command.addAll(List.of("-object", "memory-backend-memfd,id=mem,size=" + MEMORY + ",share=on"));
        command.addAll(List.of("-numa", "node,memdev=mem", "-chardev", "socket,id=c0,path=" + socket));
        String device = "vhost-user-fs-pci,chardev=c0,tag=fs0,queue-size=1024,num-request-queues=" + queues;
        command.addAll(List.of("-device", device));
        command.addAll(List.of("-kernel", kernel(), "-initrd", initrd.toString(), "-serial", "file:" + console));
        command.addAll(List.of("-append", "console=ttyS0 panic=-1 quiet"));
        Process qemu = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("qemu").toFile())
                .start();
        boolean ended = qemu.waitFor(RUN_S, TimeUnit.SECONDS);
        qemu.destroyForcibly();
        String said = Files.exists(console) ? Files.readString(console, StandardCharsets.ISO_8859_1) : "";
        String all = said + Files.readString(folder.resolve("qemu"), StandardCharsets.ISO_8859_1);
        assertTrue(ended, all);
        assertTrue(said.contains(DONE), all);
        return said.lines()
                .map(String::strip)
                .takeWhile(line -> !line.equals(DONE))
                .toList();
    }

    private static Path initrd(Path folder, String script) throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("guest"));
        for (String directory : List.of("bin", "proc", "dev", "shared")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.copy(Path.of(BUSYBOX), root.resolve("bin/busybox"));
        Path init = root.resolve("init");
        Files.writeString(
                init,
                String.join(
                        "\n",
                        "#!/bin/busybox sh",
                        "/bin/busybox --install -s /bin",
                        "export PATH=/bin",
                        "mount -t proc proc /proc",
                        "mount -t devtmpfs dev /dev",
                        "mount -t virtiofs fs0 /shared || poweroff -f",
                        "cd /shared",
                        "sh -ec '" + script + "' || poweroff -f",
                        "cd /",
                        "umount /shared && echo " + DONE,
                        "poweroff -f",
                        ""));
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path initrd = folder.resolve("initrd");
        String pack = "cd \"$1\"; busybox find . | busybox cpio -o -H newc 2>/dev/null > \"$2\"";
        Programs.run("sh", "-ec", pack, "sh", root.toString(), initrd.toString());
        return initrd;
    }
}
