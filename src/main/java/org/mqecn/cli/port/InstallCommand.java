// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mqecn.cli.common.ChangeOptions;
import org.mqecn.cli.common.QdiscKindOption;
import org.mqecn.host.InstallRequest;
import org.mqecn.host.PortInstaller;
import org.mqecn.port.Assignment;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "install",
        sortOptions = false,
        customSynopsis = {
            "mqecn install DEV --rate RATE [OPTION…]",
            "       mqecn install DEV --qdisc eiffel [OPTION…]%n"
        },
        description = {
            "Make a device a switch port.",
            "",
            "Loads the module, keeps super-packets off the device (dwrr), adds the qdisc, reads back what the kernel made of it, "
                    + "and proves it with packets: frames that go to the next bridge at most come to the qdisc, by its own "
                    + "counters, and leave. What it changes is remembered for 'mqecn remove'. What is not given is as in dwrr.* "
                    + "sysctls, or eiffel's default.%n"
        },
        footer = {
            "",
            "Values of queues are written QUEUE:VALUE, as many as wanted; all:VALUE is for those not named.",
            "Example: mqecn install eth1 --rate 995mbit --quantum 0:1538 1:3076 --scheme mq-ecn",
            "         mqecn install eth0 --qdisc eiffel --policy strict --maxrate 10mbit"
        })
public final class InstallCommand implements Callable<Integer> {
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

    private final OptionSpec qdisc = QdiscKindOption.create("What stands on it: see tc-dwrr(8), tc-eiffel(8)");
    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    /** The verb with an option for every key. */
    public CommandLine commandLine() {
        CommandLine line = changeOptions.commandLine(this);
        line.getCommandSpec().addOption(qdisc);
        QdiscKind.keys().forEach(key -> line.getCommandSpec().addOption(option(key)));
        return line;
    }

    /** An option of the kinds that know its key: where one of them has it for each queue, it takes many values. */
    private static OptionSpec option(String key) {
        String[] names = key.equals(DwrrSetting.ECN_SCHEME.key())
                ? new String[] {"--" + key, "--scheme"}
                : new String[] {"--" + key};
        List<QdiscKind> kinds = QdiscKind.withKey(key);
        List<Setting> settings = kinds.stream().map(kind -> kind.require(key)).toList();
        OptionSpec.Builder option = OptionSpec.builder(names).description(description(kinds, key));
        String label = settings.get(0).quantity().placeholder();
        if (settings.stream().noneMatch(Setting::isPerQueue)) {
            return option.paramLabel(label).type(String.class).build();
        }
        String queue = settings.stream().allMatch(Setting::isPerQueue) ? "Q:" : "[Q:]";
        return option.paramLabel(queue + label + "…")
                .hideParamSyntax(true)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1..*")
                .parameterConsumer(InstallCommand::consumeQueueValues)
                .build();
    }

    /** What it is to each kind; dwrr is not named where it is the only one. */
    private static String description(List<QdiscKind> kinds, String key) {
        if (kinds.equals(List.of(QdiscKind.DWRR))) {
            String text = QdiscKind.DWRR.require(key).description();
            return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
        }
        return kinds.stream()
                .map(kind -> kind.keyword() + ": " + kind.require(key).description())
                .collect(Collectors.joining("; ", "", "."));
    }

    /** Takes the words behind an option that look like QUEUE:VALUE, and leaves the device alone. */
    private static void consumeQueueValues(Stack<String> words, ArgSpec argument, CommandSpec command) {
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
        InstallRequest installRequest = new InstallRequest(device, request(), parent, handle, replace, build);
        return changeOptions.execute(
                spec.commandLine(), context -> new PortInstaller(context, installRequest).install());
    }

    private QdiscRequest request() {
        QdiscKind kind = QdiscKindOption.selectedKind(qdisc);
        QdiscKind.keys().stream().filter(key -> !valuesOf(key).isEmpty()).forEach(kind::require);
        List<Assignment> assignments = new ArrayList<>();
        for (Setting setting : kind.settings()) {
            valuesOf(setting.key()).forEach(word -> assignments.add(Assignment.parse(setting, word)));
        }
        return new QdiscRequest(kind, assignments);
    }

    /** What was given for a key. */
    private List<String> valuesOf(String key) {
        Object given = spec.findOption("--" + key).getValue();
        if (given instanceof List<?> words) {
            return words.stream().map(Object::toString).toList();
        }
        return given == null ? List.of() : List.of(given.toString());
    }
}
