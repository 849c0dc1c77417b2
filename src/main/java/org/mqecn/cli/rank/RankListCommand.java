// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.view.JsonWriter;
import org.mqecn.cli.view.TextTable;
import org.mqecn.host.ChangeContext;
import org.mqecn.netlink.Netns;
import org.mqecn.rank.RankTable;
import org.mqecn.rank.RankTable.InstalledRule;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = {
            "List the rules in order, with their counters.",
            "",
            "Also reports changes made by other programs since the rules were applied.%n"
        },
        footer = {"", "Exit status: 0 the rules are as applied, 1 another program changed them, 2 usage error."})
final class RankListCommand implements Callable<Integer> {
    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        RankTable table = Netns.call(
                common.namespace(),
                () -> new RuleManager(ChangeContext.onThisMachine(common.namespace(), false), false).table());
        PrintWriter out = spec.commandLine().getOut();
        if (common.isJson()) {
            writeJson(out, table);
        } else {
            print(out, table);
            table.differences().forEach(difference -> out.println("modified outside mqecn: " + difference));
        }
        return table.differences().isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private static void print(PrintWriter out, RankTable rules) {
        if (rules.installedRules().isEmpty()) {
            out.println("no rules");
            return;
        }
        TextTable textTable = new TextTable()
                .textColumn("rule")
                .textColumn("direction")
                .textColumn("match")
                .textColumn("dscp")
                .textColumn("priority")
                .numberColumn("", "packets")
                .numberColumn("", "bytes");
        for (InstalledRule installedRule : rules.installedRules()) {
            Rule rule = installedRule.rule();
            textTable.addRow(List.of(
                    rule.name(),
                    rule.direction().keyword(),
                    rule.match().isEmpty() ? "any" : rule.match().summary(),
                    rule.dscp().map(Object::toString).orElse("-"),
                    rule.priority().map(Object::toString).orElse("-"),
                    Long.toString(installedRule.total().packets()),
                    Long.toString(installedRule.total().bytes())));
        }
        textTable.print(out);
    }

    private static void writeJson(PrintWriter out, RankTable table) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.name("rules");
                json.array(() -> {
                    for (InstalledRule installedRule : table.installedRules()) {
                        json.object(() -> write(json, installedRule));
                    }
                });
                json.stringArray("differences", table.differences());
            });
        }
    }

    private static void write(JsonWriter json, InstalledRule installedRule) throws IOException {
        Rule rule = installedRule.rule();
        json.field("name", rule.name());
        json.field("direction", rule.direction().keyword());
        json.name("match");
        json.value(rule.match().requiredLiterals());
        if (!rule.match().excluded().isEmpty()) {
            json.name("not");
            json.value(rule.match().excludedLiterals());
        }
        if (rule.dscp().isPresent()) {
            json.field("dscp", rule.dscp().get().toString());
        }
        if (rule.priority().isPresent()) {
            json.field("priority", rule.priority().get().toString());
        }
        json.field("packets", installedRule.total().packets());
        json.field("bytes", installedRule.total().bytes());
    }
}
