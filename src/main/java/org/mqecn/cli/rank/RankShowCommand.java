// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.figure.TextTable;
import org.mqecn.host.ChangeContext;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.rank.ClassificationTable;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleManager;
import org.mqecn.value.Dscp;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {"Show where ports put what the rules mark: DSCP, priority, queue or rank.%n"})
final class RankShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "The port (default: every one).")
    private Optional<String> device = Optional.empty();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        List<ClassificationTable> views = common.callInNamespace(this::views);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, views);
        } else {
            views.forEach(table -> write(out, table));
        }
        return ExitCode.SUCCESS;
    }

    private List<ClassificationTable> views() {
        List<Rule> rules = new RuleManager(ChangeContext.onThisMachine(common.namespace(), false), false)
                .table()
                .ruleList();
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            return PortSelection.read(reader, device).stream()
                    .map(port -> ClassificationTable.of(port, rules))
                    .toList();
        }
    }

    private static void write(PrintWriter out, ClassificationTable table) {
        out.println(PortSelection.title(table.port()));
        TextTable textTable = new TextTable()
                .textColumn("dscp")
                .numberColumn("", "number")
                .numberColumn("", "drop level")
                .textColumn("priority")
                .numberColumn("", table.targetKind());
        table.attribute().ifPresent(meaning -> textTable.numberColumn("", meaning));
        textTable.textColumn("rules");
        for (ClassificationTable.ClassificationRow classificationRow : table.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    classificationRow.dscp().map(Dscp::toString).orElse("as it is"),
                    classificationRow
                            .dscp()
                            .map(dscp -> Integer.toString(dscp.value()))
                            .orElse("-"),
                    classificationRow
                            .dscp()
                            .filter(dscp -> dscp.dropPrecedence() > 0)
                            .map(dscp -> Integer.toString(dscp.dropPrecedence()))
                            .orElse("-"),
                    classificationRow.priority().map(Object::toString).orElse("-"),
                    classificationRow.target().orElse("its own")));
            table.attribute()
                    .ifPresent(
                            meaning -> cells.add(classificationRow.attribute().orElse("-")));
            cells.add(classificationRow.rules().isEmpty() ? "-" : String.join(", ", classificationRow.rules()));
            textTable.addRow(cells);
        }
        table.defaultTarget().ifPresent(others -> textTable.addRow(List.of("any other", "-", "-", "-", others, "-")));
        if (!table.rows().isEmpty()) {
            textTable.print(out);
        }
        table.notes().forEach(note -> out.println("note: " + note));
    }

    private static void writeJson(PrintWriter out, List<ClassificationTable> views) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (ClassificationTable table : views) {
                    json.object(() -> {
                        json.field("device", table.port().device());
                        json.field("kind", table.port().kind());
                        json.field("handle", table.port().handle());
                        json.name("marks");
                        json.array(() -> {
                            for (ClassificationTable.ClassificationRow classificationRow : table.rows()) {
                                json.object(() -> write(json, table, classificationRow));
                            }
                        });
                        json.stringArray("notes", table.notes());
                    });
                }
            });
        }
    }

    private static void write(
            JsonWriter json, ClassificationTable table, ClassificationTable.ClassificationRow classificationRow)
            throws IOException {
        if (classificationRow.dscp().isPresent()) {
            json.field("dscp", classificationRow.dscp().get().value());
            json.field("name", classificationRow.dscp().get().toString());
            json.field("drop_level", classificationRow.dscp().get().dropPrecedence());
        }
        if (classificationRow.priority().isPresent()) {
            json.field("priority", classificationRow.priority().get().toString());
        }
        if (classificationRow.target().isPresent()) {
            json.name(table.targetKind());
            json.value(PortSelection.jsonValue(classificationRow.target().get()));
        }
        if (classificationRow.attribute().isPresent()) {
            json.field(
                    table.attribute().orElseThrow(),
                    classificationRow.attribute().get());
        }
        json.stringArray("rules", classificationRow.rules());
    }
}
