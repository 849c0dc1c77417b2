// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.module;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.QdiscKindOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.TextTable;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.host.KernelModule;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.ModuleManager;
import org.mqecn.port.QdiscKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The verbs of the kernel module, built without annotations for a fast start-up. */
public final class ModuleCommand implements Callable<Integer> {
    private interface ModuleAction {
        int run(CommandLine command) throws Exception;
    }

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    private final ModuleAction moduleAction;

    private ModuleCommand(String description, ModuleAction moduleAction) {
        this.moduleAction = moduleAction;
        spec.usageMessage().description(description);
    }

    public static CommandLine commandLine() {
        ModuleCommand module = new ModuleCommand("Build, load and unload the kernel module.", command -> {
            throw new ParameterException(command, "Missing verb: build, load, unload or status");
        });
        module.spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        module.spec.usageMessage().synopsisSubcommandLabel("build | load | unload | status");
        return new CommandLine(module.spec)
                .addSubcommand(
                        "build",
                        changeVerb(
                                "Build the modules for the running kernel and install them where modprobe looks.",
                                ModuleManager::build))
                .addSubcommand("load", loadVerb())
                .addSubcommand("unload", changeVerb("Unload the module if no port uses it.", ModuleManager::unload))
                .addSubcommand("status", statusVerb());
    }

    private static CommandSpec changeVerb(String description, Function<ModuleManager, ChangeOutcome> verb) {
        ChangeOptions changeOptions = new ChangeOptions();
        OptionSpec kind = QdiscKindOption.create("Queueing discipline that the module provides");
        CommandSpec spec = new ModuleCommand(description, command -> {
                    QdiscKind chosen = QdiscKindOption.selectedKind(kind);
                    return changeOptions.execute(command, context -> verb.apply(new ModuleManager(context, chosen)));
                })
                .spec;
        spec.addOption(kind);
        changeOptions.addTo(spec);
        return spec;
    }

    private static CommandSpec loadVerb() {
        OptionSpec legacyTbf = OptionSpec.builder("--legacy-tbf")
                .type(boolean.class)
                .initialValue(false)
                .description("Register as tbf, for scripts of the MQ-ECN prototype.")
                .build();
        return changeVerb("Load the module.", moduleManager -> moduleManager.load(legacyTbf.getValue()))
                .addOption(legacyTbf);
    }

    private static CommandSpec statusVerb() {
        CommonOptions common = new CommonOptions();
        OptionSpec kind = QdiscKindOption.create("Queueing discipline that the module provides");
        CommandSpec spec = new ModuleCommand("Show whether the module is loaded or can be loaded.", command -> {
                    KernelModule module = new KernelModule(LocalMachine.current(), QdiscKindOption.selectedKind(kind));
                    if (common.isJson()) {
                        writeJson(command.getOut(), module);
                    } else {
                        writeText(command.getOut(), module);
                    }
                    return ExitCode.SUCCESS;
                })
                .spec;
        spec.addOption(kind);
        common.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        return moduleAction.run(spec.commandLine());
    }

    private static void writeText(PrintWriter out, KernelModule module) {
        KernelModule.Availability availability = module.availability();
        TextTable textTable = new TextTable().textColumn("module").textColumn(module.name());
        textTable.addRow(List.of("loaded", module.isLoaded() ? "yes" : "no"));
        if (module.isLoaded()) {
            module.version().ifPresent(version -> textTable.addRow(List.of("version", version)));
            textTable.addRow(List.of("ports", Integer.toString(module.useCount())));
            textTable.addRow(List.of("legacy tbf", module.isLegacy() ? "yes" : "no"));
        }
        textTable.addRow(List.of("loadable", availability.isAvailable() ? "yes" : "no"));
        textTable.print(out);
        out.println(
                availability.isAvailable()
                        ? "loaded from " + availability.object()
                        : availability.reason() + ": " + availability.remedy());
    }

    private static void writeJson(PrintWriter out, KernelModule module) throws IOException {
        KernelModule.Availability availability = module.availability();
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("module", module.name());
                json.field("loaded", module.isLoaded());
                json.field("version", module.version().orElse(""));
                json.field("ports", module.useCount());
                json.field("legacy_tbf", module.isLegacy());
                json.field("available", availability.isAvailable());
                json.field("object", availability.object());
                json.field("reason", availability.reason());
                json.field("remedy", availability.remedy());
            });
        }
    }
}
