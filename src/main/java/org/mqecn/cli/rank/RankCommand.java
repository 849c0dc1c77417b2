// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.rank;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.mqecn.cli.common.HelpOption;
import org.mqecn.host.ChangeOutcome;
import org.mqecn.rank.RuleManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verbs of rules that classify packets. */
@Command(
        name = "rank",
        description = "Classify packets by rules and set their DSCP and priority.",
        synopsisSubcommandLabel = "add | del | list | apply | save | restore | undo | clear | show | verify")
public final class RankCommand {
    @Mixin
    private HelpOption help;

    public static CommandLine commandLine() {
        return new CommandLine(new RankCommand())
                .addSubcommand("add", new RankAddCommand().commandLine())
                .addSubcommand("del", new RankDeleteCommand().commandLine())
                .addSubcommand("list", new RankListCommand().commandLine())
                .addSubcommand("apply", new RankApplyCommand().commandLine())
                .addSubcommand("save", new RankSaveCommand().commandLine())
                .addSubcommand("restore", new RankRestoreCommand().commandLine())
                .addSubcommand("undo", new RankUndoCommand().commandLine())
                .addSubcommand("clear", new RankClearCommand().commandLine())
                .addSubcommand("show", new RankShowCommand().commandLine())
                .addSubcommand("verify", new RankVerifyCommand().commandLine());
    }

    /** A verb without arguments of its own. */
    abstract static class SimpleRankCommand implements Callable<Integer> {
        private final RankChangeOptions change = new RankChangeOptions();
        private final Function<RuleManager, ChangeOutcome> task;

        @Spec
        private CommandSpec spec;

        SimpleRankCommand(Function<RuleManager, ChangeOutcome> task) {
            this.task = task;
        }

        final CommandLine commandLine() {
            return change.commandLine(this);
        }

        @Override
        public final Integer call() throws Exception {
            return change.execute(spec.commandLine(), task);
        }
    }

    @Command(
            name = "restore",
            description = {"Restore the rules that were saved or applied last.", ""})
    private static final class RankRestoreCommand implements Callable<Integer> {
        @Option(
                names = "--applied",
                description =
                        "Restore the rules that were applied last since boot, after another program removed them.")
        private boolean applied;

        private final RankChangeOptions change = new RankChangeOptions();

        @Spec
        private CommandSpec spec;

        CommandLine commandLine() {
            return change.commandLine(this);
        }

        @Override
        public Integer call() throws Exception {
            return change.execute(
                    spec.commandLine(),
                    ruleManager -> applied ? ruleManager.reinstall() : ruleManager.apply(ruleManager.loadSaved()));
        }
    }

    @Command(
            name = "undo",
            description = {"Undo the last change, counters included.", "", "A second undo redoes it.%n"})
    private static final class RankUndoCommand extends SimpleRankCommand {
        RankUndoCommand() {
            super(RuleManager::undo);
        }
    }

    @Command(
            name = "clear",
            description = {"Reset the counters of all rules to zero.", ""})
    private static final class RankClearCommand extends SimpleRankCommand {
        RankClearCommand() {
            super(RuleManager::clear);
        }
    }
}
