// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.mqecn.host.KernelModule;
import org.mqecn.host.Machine;
import org.mqecn.host.Modules;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "module", description = "Build, load and unload the kernel module.", synopsisSubcommandLabel = "VERB")
final class ModuleCommand implements Runnable {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: build, load, unload or status");
    }

    @Command(description = "Build the module for the running kernel.")
    int build(@Mixin Change change) throws Exception {
        return change.make(spec.commandLine(), session -> new Modules(session).build());
    }

    @Command(description = "Load the module.")
    int load(@Mixin Change change, @Option(names = "--legacy-tbf",
            description = "Stand in for tbf, for scripts of the MQ-ECN prototype.") boolean legacyTbf)
            throws Exception {
        return change.make(spec.commandLine(), session -> new Modules(session).load(legacyTbf));
    }

    @Command(description = "Unload the module, where no port uses it.")
    int unload(@Mixin Change change) throws Exception {
        return change.make(spec.commandLine(), session -> new Modules(session).unload());
    }

    @Command(description = "Tell whether the module is loaded and can be.")
    int status(@Mixin Common common) throws IOException {
        KernelModule module = new KernelModule(Machine.local());
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, module);
        } else {
            writeText(out, module);
        }
        return Main.DONE;
    }

    private static void writeText(PrintWriter out, KernelModule module) {
        KernelModule.Availability availability = module.availability();
        Table table = new Table().words("module").words(KernelModule.NAME);
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
                json.field("module", KernelModule.NAME);
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
