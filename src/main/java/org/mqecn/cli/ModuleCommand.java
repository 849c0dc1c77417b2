// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.mqecn.figure.Table;
import org.mqecn.host.KernelModule;
import org.mqecn.host.Machine;
import org.mqecn.host.Modules;
import org.mqecn.host.Outcome;
import org.mqecn.port.QdiscKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The verbs on the kernel module. */
final class ModuleCommand implements Callable<Integer> {
    /** What one of them does. */
    private interface Action {
        int run(CommandLine command) throws Exception;
    }

    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    private final Action action;

    private ModuleCommand(String description, Action action) {
        this.action = action;
        spec.usageMessage().description(description);
    }

    static CommandLine line() {
        ModuleCommand module = new ModuleCommand("Build, load and unload the kernel module.", command -> {
            throw new ParameterException(command, "Say what to do: build, load, unload or status");
        });
        module.spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true)
                .description("Show this help.").build());
        module.spec.usageMessage().synopsisSubcommandLabel("VERB");
        return new CommandLine(module.spec)
                .addSubcommand("build", changing("Build the module for the running kernel.", Modules::build))
                .addSubcommand("load", loading())
                .addSubcommand("unload", changing("Unload the module, where no port uses it.", Modules::unload))
                .addSubcommand("status", status());
    }

    private static CommandSpec changing(String description, Function<Modules, Outcome> verb) {
        Change change = new Change();
        OptionSpec kind = KindOption.of("The port that the module brings");
        CommandSpec spec = new ModuleCommand(description, command -> {
            QdiscKind chosen = KindOption.chosen(kind);
            return change.make(command, session -> verb.apply(new Modules(session, chosen)));
        }).spec;
        spec.addOption(kind);
        change.addTo(spec);
        return spec;
    }

    private static CommandSpec loading() {
        OptionSpec legacyTbf = OptionSpec.builder("--legacy-tbf").type(boolean.class).initialValue(false)
                .description("Stand in for tbf, for scripts of the MQ-ECN prototype.").build();
        return changing("Load the module.", modules -> modules.load(legacyTbf.getValue())).addOption(legacyTbf);
    }

    private static CommandSpec status() {
        Common common = new Common();
        OptionSpec kind = KindOption.of("The port that the module brings");
        CommandSpec spec = new ModuleCommand("Tell whether the module is loaded and can be.", command -> {
            KernelModule module = new KernelModule(Machine.local(), KindOption.chosen(kind));
            if (common.isJson()) {
                writeJson(command.getOut(), module);
            } else {
                writeText(command.getOut(), module);
            }
            return ExitCode.SUCCESS;
        }).spec;
        spec.addOption(kind);
        common.addTo(spec);
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        return action.run(spec.commandLine());
    }

    private static void writeText(PrintWriter out, KernelModule module) {
        KernelModule.Availability availability = module.availability();
        Table table = new Table().words("module").words(module.name());
        table.row(List.of("loaded", module.isLoaded() ? "yes" : "no"));
        if (module.isLoaded()) {
            module.version().ifPresent(version -> table.row(List.of("version", version)));
            table.row(List.of("ports", Integer.toString(module.users())));
            table.row(List.of("stands in for tbf", module.isLegacy() ? "yes" : "no"));
        }
        table.row(List.of("can be loaded", availability.isAvailable() ? "yes" : "no"));
        table.print(out);
        out.println(availability.isAvailable() ? "loaded from " + availability.object()
                : availability.reason() + ": " + availability.remedy());
    }

    private static void writeJson(PrintWriter out, KernelModule module) throws IOException {
        KernelModule.Availability availability = module.availability();
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.field("module", module.name());
                json.field("loaded", module.isLoaded());
                json.field("version", module.version().orElse(""));
                json.field("ports", module.users());
                json.field("legacy_tbf", module.isLegacy());
                json.field("available", availability.isAvailable());
                json.field("object", availability.object());
                json.field("reason", availability.reason());
                json.field("remedy", availability.remedy());
            });
        }
    }
}
