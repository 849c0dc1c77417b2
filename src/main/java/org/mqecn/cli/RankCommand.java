// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.concurrent.Callable;
import java.util.function.Function;
import org.mqecn.host.Outcome;
import org.mqecn.rank.Ranker;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verbs on rules that rank packets. */
@Command(name = "rank", description = "Rules that match packets and give them their DSCP and priority.",
        synopsisSubcommandLabel = "add | del | list | apply | save | restore | undo | clear | show | verify")
final class RankCommand {
    @Mixin
    private HelpOption help;

    static CommandLine line() {
        return new CommandLine(new RankCommand())
                .addSubcommand("add", new RankAdd().line())
                .addSubcommand("del", new RankDelete().line())
                .addSubcommand("list", new RankList().line())
                .addSubcommand("apply", new RankApply().line())
                .addSubcommand("save", new RankSave().line())
                .addSubcommand("restore", new Restore().line())
                .addSubcommand("undo", new Undo().line())
                .addSubcommand("clear", new Clear().line())
                .addSubcommand("show", new RankShow().line())
                .addSubcommand("verify", new RankVerify().line());
    }

    /** A verb that needs no more words. */
    abstract static class Plain implements Callable<Integer> {
        private final RankChange change = new RankChange();
        private final Function<Ranker, Outcome> task;

        @Spec
        private CommandSpec spec;

        Plain(Function<Ranker, Outcome> task) {
            this.task = task;
        }

        final CommandLine line() {
            return change.line(this);
        }

        @Override
        public final Integer call() throws Exception {
            return change.make(spec.commandLine(), task);
        }
    }

    @Command(name = "restore", description = "Put back the rules that were saved last.%n")
    private static final class Restore extends Plain {
        Restore() {
            super(ranker -> ranker.apply(ranker.saved()));
        }
    }

    @Command(name = "undo", description = {"Make the table as it was before its last change, counters and all.", "",
        "A second undo takes back the first.%n"})
    private static final class Undo extends Plain {
        Undo() {
            super(Ranker::undo);
        }
    }

    @Command(name = "clear", description = "Set the counters of all rules to zero.%n")
    private static final class Clear extends Plain {
        Clear() {
            super(Ranker::clear);
        }
    }
}
