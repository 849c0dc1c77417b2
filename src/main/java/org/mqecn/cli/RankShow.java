// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.figure.Table;
import org.mqecn.host.Session;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Dscp;
import org.mqecn.rank.Ranker;
import org.mqecn.rank.Rule;
import org.mqecn.rank.View;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", description = {"Show where ports put what the rules mark: DSCP, priority, queue or rank.%n"})
final class RankShow implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", arity = "0..1", description = "The port (default: every one).")
    private Optional<String> device = Optional.empty();

    private final Common common = new Common();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return common.line(this);
    }

    @Override
    public Integer call() throws Exception {
        List<View> views = common.inside(this::views);
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, views);
        } else {
            views.forEach(view -> write(out, view));
        }
        return ExitCode.SUCCESS;
    }

    private List<View> views() {
        List<Rule> rules = new Ranker(Session.local(common.namespace(), false), false).table().ruleList();
        try (Kernel kernel = new Kernel()) {
            return RankPorts.of(kernel, device).stream().map(port -> View.of(port, rules)).toList();
        }
    }

    private static void write(PrintWriter out, View view) {
        out.println(RankPorts.title(view.port()));
        Table table = new Table().words("dscp").numbers("", "number").numbers("", "drop level").words("priority")
                .numbers("", view.place());
        view.meaning().ifPresent(meaning -> table.numbers("", meaning));
        table.words("rules");
        for (View.Row row : view.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.dscp().map(Dscp::toString).orElse("as it is"),
                    row.dscp().map(dscp -> Integer.toString(dscp.value())).orElse("-"),
                    row.dscp().filter(dscp -> dscp.dropLevel() > 0).map(dscp -> Integer.toString(dscp.dropLevel()))
                            .orElse("-"),
                    row.priority().map(Object::toString).orElse("-"), row.place().orElse("its own")));
            view.meaning().ifPresent(meaning -> cells.add(row.meaning().orElse("-")));
            cells.add(row.rules().isEmpty() ? "-" : String.join(", ", row.rules()));
            table.row(cells);
        }
        view.others().ifPresent(others -> table.row(List.of("any other", "-", "-", "-", others, "-")));
        if (!view.rows().isEmpty()) {
            table.print(out);
        }
        view.notes().forEach(note -> out.println("note: " + note));
    }

    private static void writeJson(PrintWriter out, List<View> views) throws IOException {
        try (Json json = new Json(out)) {
            json.array(() -> {
                for (View view : views) {
                    json.object(() -> {
                        json.field("device", view.port().device());
                        json.field("kind", view.port().kind());
                        json.field("handle", view.port().handle());
                        json.name("marks");
                        json.array(() -> {
                            for (View.Row row : view.rows()) {
                                json.object(() -> write(json, view, row));
                            }
                        });
                        json.strings("notes", view.notes());
                    });
                }
            });
        }
    }

    private static void write(Json json, View view, View.Row row) throws IOException {
        if (row.dscp().isPresent()) {
            json.field("dscp", row.dscp().get().value());
            json.field("name", row.dscp().get().toString());
            json.field("drop_level", row.dscp().get().dropLevel());
        }
        if (row.priority().isPresent()) {
            json.field("priority", row.priority().get().toString());
        }
        if (row.place().isPresent()) {
            json.name(view.place());
            json.value(RankPorts.plain(row.place().get()));
        }
        if (row.meaning().isPresent()) {
            json.field(view.meaning().orElseThrow(), row.meaning().get());
        }
        json.strings("rules", row.rules());
    }
}
