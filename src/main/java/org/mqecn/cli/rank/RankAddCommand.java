// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.host.LocalMachine;
import org.mqecn.rank.Criterion;
import org.mqecn.rank.Direction;
import org.mqecn.rank.Rule;
import org.mqecn.rank.RuleParser;
import org.mqecn.rank.UserIds;
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
            "Of the rules that match a packet, the first has it. Where there are several values, commas are between them.%n"
        },
        footer = {"", "Example: mqecn rank add web --device eth1 --protocol tcp --source-port 80,443 --dscp af21"})
final class RankAddCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The rule's name.")
    private String name;

    @Option(
            names = "--direction",
            paramLabel = "output|forward|input",
            description = "Which packets: what this machine sends (default), passes on, or receives.")
    private Direction direction = Direction.OUTPUT;

    @Option(
            names = "--dscp",
            paramLabel = "DSCP",
            description = "The code point that packets get: cs0 to cs7, af11 to af43, ef, le or a number.")
    private Optional<String> dscp = Optional.empty();

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "The priority that packets get inside this machine: a number, or a class of the qdisc: 1:3.")
    private Optional<String> priority = Optional.empty();

    @Option(names = "--before", paramLabel = "NAME", description = "Come before this rule (default: behind all).")
    private Optional<String> before = Optional.empty();

    private final RankChangeOptions change = new RankChangeOptions();

    @Spec
    private CommandSpec spec;

    /** The verb with an option for every criterion. */
    CommandLine commandLine() {
        CommandLine line = change.commandLine(this);
        for (Criterion criterion : Criterion.values()) {
            String description = criterion.description();
            line.getCommandSpec()
                    .addOption(OptionSpec.builder("--" + criterion.key())
                            .type(String.class)
                            .paramLabel(criterion.key().toUpperCase(Locale.ROOT))
                            .description("Match " + description + ".")
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
        RuleParser.Builder builder = new RuleParser(UserIds.of(LocalMachine.current())).builder(name, direction);
        for (Criterion criterion : Criterion.values()) {
            String words = spec.findOption("--" + criterion.key()).getValue();
            if (words != null) {
                builder.match(criterion, List.of(words.split(",")));
            }
        }
        dscp.ifPresent(builder::dscp);
        priority.ifPresent(builder::priority);
        return builder.build();
    }
}
