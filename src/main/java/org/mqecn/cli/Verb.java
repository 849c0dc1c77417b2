// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mqecn.cli.experiment.BenchCommand;
import org.mqecn.cli.experiment.DemoCommand;
import org.mqecn.cli.experiment.FigureCommand;
import org.mqecn.cli.experiment.ReportCommand;
import org.mqecn.cli.experiment.RunCommand;
import org.mqecn.cli.experiment.ValidateCommand;
import org.mqecn.cli.lab.LabCommand;
import org.mqecn.cli.module.ModuleCommand;
import org.mqecn.cli.port.ClearCommand;
import org.mqecn.cli.port.GetCommand;
import org.mqecn.cli.port.InstallCommand;
import org.mqecn.cli.port.LimitCommand;
import org.mqecn.cli.port.RemoveCommand;
import org.mqecn.cli.port.SetCommand;
import org.mqecn.cli.port.StatsCommand;
import org.mqecn.cli.rank.RankCommand;
import org.mqecn.cli.testbed.TestbedCommand;
import org.mqecn.cli.traffic.TrafficCommand;
import picocli.CommandLine;

/** The verbs, in the order of the help. A verb's class is loaded when it is created. */
enum Verb {
    INSTALL("Make a device a switch port.", () -> new InstallCommand().commandLine()),
    REMOVE("Remove the port of a device and put back what install changed.", () -> new RemoveCommand().commandLine()),
    SET("Change one port, or every port.", () -> new SetCommand().commandLine()),
    GET("Show how ports are configured.", () -> new GetCommand().commandLine()),
    STATS("Show what ports and their queues counted.", () -> new StatsCommand().commandLine()),
    CLEAR("Set the counters of a port to zero.", () -> new ClearCommand().commandLine()),
    RANK("Give packets their DSCP and priority by rules.", () -> RankCommand.commandLine()),
    MODULE("Build, load and unload the kernel module.", () -> ModuleCommand.commandLine()),
    TESTBED("Bring up hosts, switches and links that a file describes.", TestbedCommand::commandLine),
    TRAFFIC("Make traffic: flows as in data centres, and viewers of videos.", TrafficCommand::commandLine),
    LIMIT("Tell what a queue's limit means.", () -> new CommandLine(new LimitCommand())),
    VALIDATE("Check files that describe testbeds, scenarios and rules.", () -> new CommandLine(new ValidateCommand())),
    RUN("Run a scenario: an experiment, with all that varies in it.", () -> new CommandLine(new RunCommand())),
    BENCH("Measure what qdiscs cost.", BenchCommand::commandLine),
    REPORT("Make one page of what a scenario's runs measured.", () -> new CommandLine(new ReportCommand())),
    FIGURE("Draw a scenario's figures as SVG or PNG.", () -> new CommandLine(new FigureCommand())),
    LAB("Run commands in a machine of their own, in virtual time.", LabCommand::commandLine),
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
