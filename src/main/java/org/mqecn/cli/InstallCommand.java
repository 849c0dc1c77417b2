// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.mqecn.host.Installation;
import org.mqecn.host.Installer;
import org.mqecn.port.Assignment;
import org.mqecn.port.Request;
import org.mqecn.port.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "install", sortOptions = false, customSynopsis = "mqecn install DEV --rate RATE [OPTION…]%n",
        description = {"Make a device a switch port.", "",
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

    private final Change change = new Change();

    @Spec
    private CommandSpec spec;

    /** The verb with an option for every setting. */
    CommandLine line() {
        CommandLine line = change.line(this);
        for (Setting setting : Setting.values()) {
            line.getCommandSpec().addOption(option(setting));
        }
        return line;
    }

    private static OptionSpec option(Setting setting) {
        String[] names = setting == Setting.ECN_SCHEME
                ? new String[] {"--" + setting.key(), "--scheme"} : new String[] {"--" + setting.key()};
        String label = setting.quantity().label();
        String description = setting.description();
        OptionSpec.Builder option = OptionSpec.builder(names).required(setting == Setting.RATE)
                .description(description.substring(0, 1).toUpperCase(Locale.ROOT) + description.substring(1) + ".");
        return (setting.isPerQueue()
                ? option.paramLabel("Q:" + label + "…").hideParamSyntax(true).type(List.class)
                        .auxiliaryTypes(String.class).arity("1..*").parameterConsumer(InstallCommand::takeQueueValues)
                : option.paramLabel(label).type(String.class)).build();
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
        return change.make(spec.commandLine(), session -> new Installer(session, installation).install());
    }

    private Request request() {
        List<Assignment> assignments = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Object given = spec.findOption("--" + setting.key()).getValue();
            words(given).forEach(word -> assignments.add(Assignment.parse(setting, word)));
        }
        return new Request(assignments);
    }

    private static List<String> words(Object given) {
        if (given instanceof List<?> words) {
            return words.stream().map(Object::toString).toList();
        }
        return given == null ? List.of() : List.of(given.toString());
    }
}
