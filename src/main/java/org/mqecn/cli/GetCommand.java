// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.host.Machine;
import org.mqecn.host.Sysctls;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.port.Suggestion;
import org.mqecn.port.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "get", description = {"Show how ports are configured, as the kernel tells it.", "",
    "Without DEV: the values that ports to come begin with (dwrr.* sysctls) and, where no KEY is given, every port. "
            + "With KEY: its value alone, as 'mqecn set' takes it.%n"},
        customSynopsis = "mqecn get [-n NETNS] [-o table|json] [DEV] [KEY]%n")
final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV KEY", arity = "0..2", hideParamSyntax = true, description = "Device and key.")
    private List<String> words = List.of();

    private final Common common = new Common();

    @Spec
    private CommandSpec spec;

    CommandLine line() {
        return common.line(this);
    }

    @Override
    public Integer call() throws Exception {
        List<String> rest = new ArrayList<>(words);
        String device = rest.isEmpty() || QdiscKind.keys().contains(rest.get(0)) ? "" : rest.remove(0);
        Optional<String> key = rest.stream().findFirst();
        key.ifPresent(each -> check(each, device));
        List<TitledConfig> found = common.inside(() -> read(device, key.isEmpty()));
        new ConfigView(spec.commandLine().getOut(), key).print(found, common.isJson(), key.isPresent());
        return ExitCode.SUCCESS;
    }

    private static void check(String key, String device) {
        if (!QdiscKind.keys().contains(key)) {
            throw UserError.usage("unknown key '" + key + "'", Suggestion.among(key, QdiscKind.keys()));
        }
        if (device.isEmpty() && QdiscKind.DWRR.setting(key).filter(Setting::hasSysctl).isEmpty()) {
            throw UserError.usage(key + " belongs to one port", "name the device: mqecn get DEV " + key);
        }
    }

    private static List<TitledConfig> read(String device, boolean everything) {
        try (Kernel kernel = new Kernel()) {
            if (!device.isEmpty()) {
                List<Port> ports = kernel.ports(kernel.link(device));
                if (ports.isEmpty()) {
                    throw new UserError(device + " is not a port",
                            "'mqecn install " + device + " --rate RATE' makes it one");
                }
                return ports.stream().map(TitledConfig::of).toList();
            }
            List<TitledConfig> ports = everything ? kernel.ports().stream().map(TitledConfig::of).toList()
                    : List.of();
            List<TitledConfig> found = new ArrayList<>();
            if (ports.isEmpty() || Sysctls.exist(Machine.local())) {
                found.add(new TitledConfig("", "ports to come", Sysctls.defaults(Machine.local())));
            }
            found.addAll(ports);
            return found;
        }
    }
}
