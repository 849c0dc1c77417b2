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
import org.mqecn.cli.experiment.ResultsCommand;
import org.mqecn.cli.experiment.RunCommand;
import org.mqecn.cli.experiment.ValidateCommand;
import org.mqecn.cli.lab.LabCommand;
import org.mqecn.cli.module.ModuleCommand;
import org.mqecn.cli.operations.DoctorCommand;
import org.mqecn.cli.operations.ExporterCommand;
import org.mqecn.cli.operations.ReportBugCommand;
import org.mqecn.cli.operations.ServeCommand;
import org.mqecn.cli.operations.TopCommand;
import org.mqecn.cli.port.ApplyCommand;
import org.mqecn.cli.port.ClearCommand;
import org.mqecn.cli.port.ConfirmCommand;
import org.mqecn.cli.port.DiffCommand;
import org.mqecn.cli.port.EditCommand;
import org.mqecn.cli.port.GetCommand;
import org.mqecn.cli.port.InstallCommand;
import org.mqecn.cli.port.LimitCommand;
import org.mqecn.cli.port.RemoveCommand;
import org.mqecn.cli.port.SaveCommand;
import org.mqecn.cli.port.SetCommand;
import org.mqecn.cli.port.StatsCommand;
import org.mqecn.cli.port.TraceCommand;
import org.mqecn.cli.rank.RankCommand;
import org.mqecn.cli.scheme.SchemeCommand;
import org.mqecn.cli.sonic.ExportCommand;
import org.mqecn.cli.sonic.ImportCommand;
import org.mqecn.cli.testbed.TestbedCommand;
import org.mqecn.cli.traffic.TrafficCommand;
import picocli.CommandLine;

/** The verbs, in the order of the help. The class of a verb is loaded when the verb is created. */
enum Verb {
    INSTALL("Set up a device as a switch port.", () -> new InstallCommand().commandLine()),
    REMOVE("Remove a port and restore the device's settings.", () -> new RemoveCommand().commandLine()),
    SET("Change settings of one port or of all ports.", () -> new SetCommand().commandLine()),
    GET("Show the settings of ports.", () -> new GetCommand().commandLine()),
    STATS("Show the counters of ports and queues.", () -> new StatsCommand().commandLine()),
    SAVE("Save ports to files.", () -> new SaveCommand().commandLine()),
    APPLY("Make ports as files specify them.", () -> new ApplyCommand().commandLine()),
    CONFIRM("Confirm a change that is undone otherwise.", () -> new ConfirmCommand().commandLine()),
    DIFF("Compare ports with files.", () -> new DiffCommand().commandLine()),
    EDIT("Edit a file of ports and apply it.", () -> new EditCommand().commandLine()),
    TOP("Show the queues of all ports, live.", () -> new CommandLine(new TopCommand())),
    DOCTOR("Find what keeps ports from working or marking.", () -> new DoctorCommand().commandLine()),
    REPORT_BUG("Write an archive for a bug report.", () -> new ReportBugCommand().commandLine()),
    IMPORT("Convert a SONiC switch's configuration to a file of ports.", ImportCommand::commandLine),
    EXPORT("Convert a file of ports to a SONiC switch's configuration.", ExportCommand::commandLine),
    EXPORTER("Serve the counters of ports to Prometheus.", () -> new CommandLine(new ExporterCommand())),
    SERVE("Serve a live page on ports and results to browsers.", () -> new CommandLine(new ServeCommand())),
    TRACE("Show what a port decides of single packets.", () -> new TraceCommand().commandLine()),
    CLEAR("Reset the counters of a port.", () -> new ClearCommand().commandLine()),
    RANK("Classify packets by rules and set their DSCP and priority.", () -> RankCommand.commandLine()),
    SCHEME("Show, write, build and test marking schemes.", SchemeCommand::commandLine),
    MODULE("Build, load and unload the kernel module.", () -> ModuleCommand.commandLine()),
    TESTBED("Build and manage testbeds of hosts, switches and links.", TestbedCommand::commandLine),
    TRAFFIC("Generate traffic: data-centre flows and video streams.", TrafficCommand::commandLine),
    LIMIT("Assess a queue limit against the bandwidth-delay product.", () -> new CommandLine(new LimitCommand())),
    VALIDATE(
            "Check files of testbeds, scenarios, rules, ports and results.",
            () -> new CommandLine(new ValidateCommand())),
    RUN("Run a scenario: an experiment with all its parameter combinations.", () -> new CommandLine(new RunCommand())),
    RESULTS("Merge results of an experiment that ran in parts.", ResultsCommand::commandLine),
    BENCH("Measure the CPU cost of qdiscs.", BenchCommand::commandLine),
    REPORT("Write an HTML report of a scenario's runs.", () -> new CommandLine(new ReportCommand())),
    FIGURE("Plot a scenario's figures as SVG, PDF or PNG.", () -> new CommandLine(new FigureCommand())),
    LAB("Run commands in a virtual machine (UML) in virtual time.", LabCommand::commandLine),
    DEMO("Compare marking schemes in the lab and write a report.", () -> new CommandLine(new DemoCommand()));

    private final String summary;
    private final Function<String, CommandLine> factory;

    Verb(String summary, Supplier<CommandLine> factory) {
        this(summary, subverb -> factory.get());
    }

    /** @param factory creates a verb with subverbs, given the name of the requested one */
    Verb(String summary, Function<String, CommandLine> factory) {
        this.summary = summary;
        this.factory = factory;
    }

    static Optional<Verb> find(String keyword) {
        for (Verb verb : values()) {
            if (verb.keyword().equals(keyword)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    String keyword() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String summary() {
        return summary;
    }

    /** @param subverb name of the requested subverb; empty for none */
    CommandLine create(String subverb) {
        return factory.apply(subverb);
    }
}
