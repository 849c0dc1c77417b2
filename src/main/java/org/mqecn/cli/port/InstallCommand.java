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
import org.mqecn.value.UserError;
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
            "Set up a device as a switch port.",
            "",
            "Loads the module, disables GSO, TSO and GRO on the device (dwrr only), adds the qdisc, verifies the "
                    + "configuration by reading it back, and sends link-local test frames to check that the qdisc handles "
                    + "traffic. Changes are recorded so that 'mqecn remove' can undo them. Settings that are not given "
                    + "default to the dwrr.* sysctls, or to the defaults of eiffel.%n"
        },
        footer = {
            "",
            "Write per-queue values as QUEUE:VALUE; all:VALUE applies to the remaining queues.",
            "Examples: mqecn install eth1 --rate 995mbit --ecn-scheme mq-ecn",
            "          mqecn install eth1 --rate 995mbit --quantum 0:1538 1:3076",
            "          mqecn install eth0 --qdisc eiffel --policy strict --maxrate 10mbit"
        })
public final class InstallCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV", description = "Network device.")
    private String device;

    @Option(names = "--parent", paramLabel = "CLASS", description = "Parent class, for example 1:2 (default: root).")
    private String parent = "";

    @Option(
            names = "--handle",
            paramLabel = "HANDLE",
            description = "Handle of the qdisc, for example 1: (default: first free).")
    private String handle = "";

    @Option(names = "--replace", description = "Replace an existing qdisc.")
    private boolean replace;

    @Option(names = "--build", description = "Build and install the modules first if needed.")
    private boolean build;

    private final OptionSpec qdisc =
            QdiscKindOption.create("Queueing discipline to attach: see tc-dwrr(8), tc-eiffel(8)");
    private final ChangeOptions changeOptions = new ChangeOptions();

    @Spec
    private CommandSpec spec;

    /** Returns the command line with an option for each key of a setting. */
    public CommandLine commandLine() {
        CommandLine line = changeOptions.commandLine(this);
        line.getCommandSpec().addOption(qdisc);
        QdiscKind.keys().forEach(key -> line.getCommandSpec().addOption(option(key)));
        return line;
    }

    /** Returns the option of a key, which takes several values if one of the qdisc kinds has them per queue. */
    private static OptionSpec option(String key) {
        String[] names = key.equals(DwrrSetting.ECN_SCHEME.key())
                ? new String[] {"--" + key, "--scheme"}
                : new String[] {"--" + key};
        List<QdiscKind> kinds = QdiscKind.withKey(key);
        List<Setting> settings = kinds.stream().map(kind -> kind.require(key)).toList();
        OptionSpec.Builder option = OptionSpec.builder(names)
                .description(description(kinds, key).replace("%", "%%")); // picocli formats it, and schemes write it
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

    /** Describes a key for each kind of qdisc that has it. The kind is omitted if it is dwrr alone. */
    private static String description(List<QdiscKind> kinds, String key) {
        if (kinds.equals(List.of(QdiscKind.DWRR))) {
            String text = QdiscKind.DWRR.require(key).description();
            return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
        }
        return kinds.stream()
                .map(kind -> kind.keyword() + ": " + kind.require(key).description())
                .collect(Collectors.joining("; ", "", "."));
    }

    /** Consumes the arguments after an option that look like QUEUE:VALUE, but not the device. */
    private static void consumeQueueValues(Stack<String> arguments, ArgSpec argument, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw UserError.usage(
                    "missing value of option '" + ((OptionSpec) argument).longestName() + "' (" + argument.paramLabel()
                            + ")",
                    "see 'mqecn install --help'");
        }
        List<String> values = new ArrayList<>();
        if (argument.getValue() != null) {
            values.addAll(argument.<List<String>>getValue());
        }
        do {
            values.add(arguments.pop());
        } while (!arguments.isEmpty() && arguments.peek().matches("[^-/]*:.*"));
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
            valuesOf(setting.key()).forEach(text -> assignments.add(Assignment.parse(setting, text)));
        }
        return new QdiscRequest(kind, assignments);
    }

    private List<String> valuesOf(String key) {
        Object value = spec.findOption("--" + key).getValue();
        if (value instanceof List<?> values) {
            return values.stream().map(Object::toString).toList();
        }
        return value == null ? List.of() : List.of(value.toString());
    }
}
