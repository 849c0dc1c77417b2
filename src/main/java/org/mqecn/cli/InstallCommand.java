// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.host.Installation;
import org.mqecn.port.Assignment;
import org.mqecn.port.Request;
import org.mqecn.port.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "install", sortOptions = false, description = {"Make a device a switch port.", "",
    "Loads the module, keeps super-packets off the device, adds the qdisc and reads back what the kernel made of it. "
            + "What it changes is remembered for 'mqecn remove'. What is not given is as in dwrr.* sysctls.%n"},
        footer = {"", "Values of queues are written QUEUE:VALUE, as many as wanted; all:VALUE is for those not named.",
            "Example: mqecn install eth1 --rate 995mbit --quantum 0:1538 1:3076 --scheme mq-ecn"})
final class InstallCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", description = "The network device.")
    private String device;

    @Option(names = "--parent", paramLabel = "CLASS", description = "Sit under this class, 1:2, not at the root.")
    private String parent = "";

    @Option(names = "--handle", paramLabel = "HANDLE", description = "Name of the qdisc, 1: (default: the first free).")
    private String handle = "";

    @Option(names = "--replace", description = "Take the place of another qdisc.")
    private boolean replace;

    @Option(names = "--build", description = "Build the module first, where it is not built.")
    private boolean build;

    @Mixin
    private Change change;

    @Spec
    private CommandSpec spec;

    /** The verb with an option for every setting. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new InstallCommand());
        for (Setting setting : Setting.values()) {
            line.getCommandSpec().addOption(option(setting));
        }
        return line;
    }

    private static OptionSpec option(Setting setting) {
        String value = setting.quantity().syntax();
        OptionSpec.Builder option = setting == Setting.ECN_SCHEME
                ? OptionSpec.builder("--" + setting.key(), "--scheme") : OptionSpec.builder("--" + setting.key());
        option.type(List.class).auxiliaryTypes(String.class).required(setting == Setting.RATE)
                .description(setting.description().substring(0, 1).toUpperCase(Locale.ROOT)
                        + setting.description().substring(1) + ".");
        return (setting.isPerQueue()
                ? option.paramLabel("Q:" + value).arity("1..*").parameterConsumer(InstallCommand::takeQueueValues)
                : option.paramLabel(value).arity("1")).build();
    }

    /** Takes the words behind an option that look like QUEUE:VALUE, and leaves the device alone. */
    private static void takeQueueValues(Stack<String> words, ArgSpec argument, CommandSpec command) {
        List<String> values = new ArrayList<>();
        if (argument.getValue() != null) {
            values.addAll(argument.<List<String>>getValue());
        }
        do {
            values.add(words.pop());
        } while (!words.isEmpty() && words.peek().matches("[^-/]*:.*"));
        argument.setValue(values);
    }

    @Override
    public Integer call() throws Exception {
        Installation installation = new Installation(device, request(), parent, handle, replace, build);
        return change.ports(spec.commandLine(), ports -> ports.install(installation));
    }

    private Request request() {
        List<Assignment> assignments = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            List<String> words = spec.findOption("--" + setting.key()).getValue();
            if (words != null) {
                words.forEach(word -> assignments.add(Assignment.parse(setting, word)));
            }
        }
        return new Request(assignments);
    }
}
