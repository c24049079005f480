// SPDX-License-Identifier: Apache-2.0
package org.forgetmenot.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand: names them all. */
@Command(
        name = "forgetmenot",
        versionProvider = Forgetmenot.Version.class,
        mixinStandardHelpOptions = true,
        description = "Finds the FUSE or virtio-fs FORGET that came too early, from captures.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  nothing found",
            "  1  something found",
            "  2  wrong usage",
            "  3  a capture cannot be read, or is none",
            "  70 a bug of forgetmenot's own",
            "",
            "Examples:",
            "  forgetmenot diagnose samples/submount-incident/guest.ftrace.gz",
            "  forgetmenot help diagnose",
            "  . <(forgetmenot generate-completion)"
        })
final class Forgetmenot implements Runnable {
    /** The version as the jar's manifest has it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Forgetmenot.class.getPackage().getImplementationVersion();
            return new String[] {"forgetmenot " + (version == null ? "(not from a jar)" : version)};
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    private Forgetmenot() {}

    /** All commands, reading and writing through the console. */
    static CommandLine commandLine(Console console) {
        return new CommandLine(new Forgetmenot())
                .addSubcommand(new CaptureCommand(console))
                .addSubcommand(new DiagnoseCommand(console))
                .addSubcommand(new ExplainCommand(console))
                .addSubcommand(new ChartCommand(console))
                .addSubcommand(new ReportCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new WhatIfCommand(console))
                .addSubcommand(new DiffCommand(console))
                .addSubcommand(new ReplayCommand(console))
                .addSubcommand(new InfoCommand(console))
                .addSubcommand(new ConvertCommand(console))
                .addSubcommand(new MinimizeCommand(console))
                .addSubcommand(new BundleCommand(console))
                .addSubcommand(new RecipesCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(new TapCommand(console))
                .addSubcommand(new HelpCommand())
                .addSubcommand(new GenerateCompletion());
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no command given; there are: "
                            + String.join(", ", spec.subcommands().keySet()));
        }
    }
}
