// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The verbs, in the order of the help. A verb's class is loaded when it is created. */
enum Verb {
    INSTALL("Make a device a switch port.", () -> new InstallCommand().line()),
    REMOVE("Remove the port of a device and put back what install changed.",
            () -> new RemoveCommand().line()),
    SET("Change one port, or every port.", () -> new SetCommand().line()),
    GET("Show how ports are configured.", () -> new GetCommand().line()),
    STATS("Show what ports and their queues counted.", () -> new StatsCommand().line()),
    CLEAR("Set the counters of a port to zero.", () -> new ClearCommand().line()),
    RANK("Give packets their DSCP and priority by rules.", () -> RankCommand.line()),
    MODULE("Build, load and unload the kernel module.", () -> ModuleCommand.line()),
    TESTBED("Bring up hosts, switches and links that a file describes.", TestbedCommand::line),
    TRAFFIC("Make traffic: flows as in data centres, and viewers of videos.", TrafficCommand::line),
    LIMIT("Tell what a queue's limit means.", () -> new CommandLine(new LimitCommand())),
    VALIDATE("Check files that describe testbeds, scenarios and rules.", () -> new CommandLine(new ValidateCommand())),
    RUN("Run a scenario: an experiment, with all that varies in it.", () -> new CommandLine(new RunCommand())),
    BENCH("Measure what qdiscs cost.", BenchCommand::line),
    REPORT("Make one page of what a scenario's runs measured.", () -> new CommandLine(new ReportCommand())),
    FIGURE("Draw a scenario's figures as SVG or PNG.", () -> new CommandLine(new FigureCommand())),
    LAB("Run commands in a machine of their own, in virtual time.", LabCommand::line),
    DEMO("Compare marking schemes in the lab; leave figures and a page.", () -> new CommandLine(new DemoCommand()));

    private final String summary;
    private final Function<String, CommandLine> factory;

    Verb(String summary, Supplier<CommandLine> factory) {
        this(summary, asked -> factory.get());
    }

    /** One that has verbs of its own, of which it is told the one that is asked for. */
    Verb(String summary, Function<String, CommandLine> factory) {
        this.summary = summary;
        this.factory = factory;
    }

    static Optional<Verb> find(String word) {
        for (Verb verb : values()) {
            if (verb.word().equals(word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String summary() {
        return summary;
    }

    /** @param asked the word behind it; empty for none */
    CommandLine create(String asked) {
        return factory.apply(asked);
    }
}
