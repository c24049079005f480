// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recipes}: how to record the best capture of a server or a kernel. Each recipe is a file among the resources. */
@Command(
        name = "recipes",
        mixinStandardHelpOptions = true,
        versionProvider = Forgetmenot.Version.class,
        description = {
            "Say how to record a capture: the exact commands, what it will show and what not.",
            "",
            "Without a name it lists what there is."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  forgetmenot recipes guest-kernel", "  forgetmenot recipes any-fuse"})
final class RecipesCommand implements Callable<Integer> {
    /** The recipes, best recording first; each is {@code recipes/NAME.txt}. */
    static final List<String> NAMES = List.of(
            "guest-kernel",
            "virtiofsd",
            "any-fuse",
            "libfuse",
            "glusterfs",
            "go-fuse",
            "rclone",
            "gcsfuse",
            "fuser",
            "nydus",
            "kernel-tracepoints",
            "trace-cmd",
            "perf",
            "bpftrace");

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which recipes to print in full.")
    private List<String> names = new ArrayList<>();

    RecipesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        for (String name : names) {
            if (!NAMES.contains(name) && spec != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no recipe is called '" + name + "'; there are: " + String.join(", ", NAMES));
            }
        }
        if (names.isEmpty()) {
            for (String name : NAMES) {
                console.out().printf("%-20s%s%n", name, title(name));
            }
            return Main.NOTHING_FOUND;
        }
        for (int i = 0; i < names.size(); i++) {
            console.out().print((i > 0 ? "\n" : "") + text(names.get(i)));
        }
        return Main.NOTHING_FOUND;
    }

    private static String title(String name) throws IOException {
        return text(name).lines().findFirst().orElse("");
    }

    /** A recipe: its title, an empty line, the commands indented by two, and what they show. */
    static String text(String name) throws IOException {
        try (InputStream in = RecipesCommand.class.getResourceAsStream("recipes/" + name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no resource for the recipe " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
