// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.host.LocalMachine;
import org.mqecn.rank.Criterion;
import org.mqecn.rank.Direction;
import org.mqecn.rank.NameDatabase;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleParser;
import org.mqecn.value.Dscp;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        sortOptions = false,
        customSynopsis = "mqecn rank add NAME --dscp DSCP [OPTION…]%n",
        description = {
            "Add a rule.",
            "",
            "The first matching rule applies. Separate several values with commas; file:PATH stands for the values in a file.%n"
        },
        footer = {"", "Example: mqecn rank add web --device eth1 --protocol tcp --source-port 80,443 --dscp af21"})
final class RankAddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the rule.")
    private String name;

    @Option(
            names = "--direction",
            paramLabel = "output|forward|input",
            description = "Netfilter hook: locally generated (default), forwarded or incoming packets.")
    private Direction direction = Direction.OUTPUT;

    @Option(names = "--dscp", paramLabel = "DSCP", description = "DSCP to set: " + Dscp.SPELLINGS + ".")
    private Optional<String> dscp = Optional.empty();

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "skb priority to set: a number, or a class of the qdisc, for example 1:3.")
    private Optional<String> priority = Optional.empty();

    @Option(names = "--before", paramLabel = "NAME", description = "Insert before this rule (default: append).")
    private Optional<String> before = Optional.empty();

    @Option(
            names = "--not",
            paramLabel = "CRITERION=VALUES",
            description =
                    "Do not match packets with one of these values, for example source=10.0.0.0/8. May be repeated.")
    private List<String> exclusions = List.of();

    private final RankChangeOptions change = new RankChangeOptions();

    @Spec
    private CommandSpec spec;

    /** Returns the command line with an option for each criterion. */
    CommandLine commandLine() {
        CommandLine line = change.commandLine(this);
        for (Criterion criterion : Criterion.values()) {
            String description = criterion.description();
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("--" + criterion.key())
                            .type(String.class)
                            .paramLabel(criterion.key().toUpperCase(Locale.ROOT))
                            .description("Match on " + description + ".")
                            .build());
        }
        return line;
    }

    @Override
    public Integer call() throws Exception {
        Rule rule = rule();
        return change.execute(spec.commandLine(), ruleManager -> ruleManager.add(rule, before));
    }

    private Rule rule() {
        RuleParser.Builder builder =
                new RuleParser(NameDatabase.of(LocalMachine.current()), Path.of("")).builder(name, direction);
        for (Criterion criterion : Criterion.values()) {
            String values = spec.findOption("--" + criterion.key()).getValue();
            if (values != null) {
                builder.match(criterion, List.of(values.split(",")));
            }
        }
        exclusions.forEach(exclusion -> exclude(builder, exclusion));
        dscp.ifPresent(builder::dscp);
        priority.ifPresent(builder::priority);
        return builder.build();
    }

    private static void exclude(RuleParser.Builder builder, String exclusion) {
        int equals = exclusion.indexOf('=');
        if (equals < 0) {
            throw UserError.usage(
                    "--not '" + exclusion + "' has no values", "write for example --not source=10.0.0.0/8");
        }
        builder.exclude(
                Criterion.of(exclusion.substring(0, equals)),
                List.of(exclusion.substring(equals + 1).split(",")));
    }
}
