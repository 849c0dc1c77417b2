// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.scheme;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.cli.common.OutputOption;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.SchemeView;
import org.mqecn.cli.view.TextTable;
import org.mqecn.netlink.SchemeDescriptions;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {
            "List the marking schemes and buffer policies that are loaded, and those of this version that can be.",
            ""
        })
final class SchemeListCommand implements Callable<Integer> {
    /** A scheme, and whether the kernel knows it. */
    private record ListedScheme(DwrrScheme scheme, boolean loaded) {}

    @Mixin
    private OutputOption output;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ListedScheme> schemes = read();
        if (output.isJson()) {
            printJson(schemes, out);
        } else {
            printTable(schemes, out);
        }
        return ExitCode.SUCCESS;
    }

    private static List<ListedScheme> read() {
        try (SchemeDescriptions kernel = new SchemeDescriptions()) {
            List<DwrrScheme> loaded = kernel.all();
            List<String> names = loaded.stream().map(DwrrScheme::name).toList();
            return Stream.concat(
                            loaded.stream().map(scheme -> new ListedScheme(scheme, true)),
                            ModuleSchemes.all().stream()
                                    .filter(scheme -> !names.contains(scheme.name()))
                                    .map(scheme -> new ListedScheme(scheme, false)))
                    .toList();
        }
    }

    private static void printTable(List<ListedScheme> schemes, PrintWriter out) {
        TextTable table = new TextTable()
                .textColumn("scheme")
                .textColumn("loaded")
                .textColumn("for")
                .textColumn("description");
        for (ListedScheme each : schemes) {
            table.addRow(List.of(
                    each.scheme.name(),
                    each.loaded ? "yes" : "no",
                    each.scheme.role().setting().key(),
                    each.scheme.text()));
        }
        table.print(out);
    }

    private static void printJson(List<ListedScheme> schemes, PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (ListedScheme each : schemes) {
                    json.object(() -> {
                        json.field("loaded", each.loaded);
                        SchemeView.writeFields(json, each.scheme);
                    });
                }
            });
        }
    }
}
