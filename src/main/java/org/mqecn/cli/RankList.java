// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.figure.Table;
import org.mqecn.host.Session;
import org.mqecn.rank.RankTable;
import org.mqecn.rank.RankTable.Standing;
import org.mqecn.rank.Ranker;
import org.mqecn.rank.Rule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = {"List the rules in their order, and what they counted.", "",
    "Says, too, where somebody else has changed the table.%n"})
final class RankList implements Callable<Integer> {
    private final Common common = new Common();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return common.line(this);
    }

    @Override
    public Integer call() throws Exception {
        RankTable table = common.inside(() ->
                new Ranker(Session.local(common.namespace(), false), false).table());
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, table);
        } else {
            write(out, table);
            table.differences().forEach(difference -> out.println("changed by somebody else: " + difference));
        }
        return ExitCode.SUCCESS;
    }

    private static void write(PrintWriter out, RankTable rules) {
        if (rules.rules().isEmpty()) {
            out.println("no rules");
            return;
        }
        Table table = new Table().words("rule").words("direction").words("match").words("dscp").words("priority")
                .numbers("", "packets").numbers("", "bytes");
        for (Standing standing : rules.rules()) {
            Rule rule = standing.rule();
            table.row(List.of(rule.name(), rule.direction().word(),
                    rule.match().isEmpty() ? "everything" : rule.matchText(),
                    rule.dscp().map(Object::toString).orElse("-"), rule.priority().map(Object::toString).orElse("-"),
                    Long.toString(standing.count().packets()), Long.toString(standing.count().bytes())));
        }
        table.print(out);
    }

    private static void writeJson(PrintWriter out, RankTable table) throws IOException {
        try (Json json = new Json(out)) {
            json.object(() -> {
                json.name("rules");
                json.array(() -> {
                    for (Standing standing : table.rules()) {
                        json.object(() -> write(json, standing));
                    }
                });
                json.strings("differences", table.differences());
            });
        }
    }

    private static void write(Json json, Standing standing) throws IOException {
        Rule rule = standing.rule();
        json.field("name", rule.name());
        json.field("direction", rule.direction().word());
        json.name("match");
        json.value(rule.matchWords());
        if (rule.dscp().isPresent()) {
            json.field("dscp", rule.dscp().get().toString());
        }
        if (rule.priority().isPresent()) {
            json.field("priority", rule.priority().get().toString());
        }
        json.field("packets", standing.count().packets());
        json.field("bytes", standing.count().bytes());
    }
}
