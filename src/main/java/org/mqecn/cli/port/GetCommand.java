// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mqecn.cli.common.CommonOptions;
import org.mqecn.cli.common.ExitCode;
import org.mqecn.cli.common.PortSelection;
import org.mqecn.cli.view.ConfigView;
import org.mqecn.cli.view.TitledConfig;
import org.mqecn.host.DwrrSysctls;
import org.mqecn.host.LocalMachine;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.value.Suggestion;
import org.mqecn.value.UserError;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "get",
        description = {
            "Show the configuration of ports as read from the kernel.",
            "",
            "Without DEV: the defaults for new ports (dwrr.* sysctls) and, if no KEY is given, all ports. "
                    + "With KEY: the value alone, in the syntax of 'mqecn set'.%n"
        },
        customSynopsis = "mqecn get [-n NETNS] [-o table|json] [DEV] [KEY]%n")
public final class GetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DEV KEY", arity = "0..2", hideParamSyntax = true, description = "Device and key.")
    private List<String> arguments = List.of();

    private final CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec;

    public CommandLine commandLine() {
        return common.commandLine(this);
    }

    @Override
    public Integer call() throws Exception {
        List<String> rest = new ArrayList<>(arguments);
        String device = rest.isEmpty() || QdiscKind.keys().contains(rest.get(0)) ? "" : rest.remove(0);
        Optional<String> key = rest.stream().findFirst();
        key.ifPresent(name -> validateKey(name, device));
        List<TitledConfig> found = Netns.call(common.namespace(), () -> readConfigs(device, key.isEmpty()));
        new ConfigView(spec.commandLine().getOut(), key).print(found, common.isJson(), key.isPresent());
        return ExitCode.SUCCESS;
    }

    private static void validateKey(String key, String device) {
        if (!QdiscKind.keys().contains(key)) {
            throw UserError.usage("unknown key '" + key + "'", Suggestion.of(key, QdiscKind.keys()));
        }
        if (device.isEmpty()
                && QdiscKind.DWRR.setting(key).filter(Setting::hasSysctl).isEmpty()) {
            throw UserError.usage(key + " is a per-port setting", "name the device: mqecn get DEV " + key);
        }
    }

    private static List<TitledConfig> readConfigs(String device, boolean withPorts) {
        try (RtnetlinkReader reader = new RtnetlinkReader()) {
            if (!device.isEmpty()) {
                return PortSelection.read(reader, Optional.of(device)).stream()
                        .map(TitledConfig::of)
                        .toList();
            }
            List<TitledConfig> ports = withPorts
                    ? reader.readPorts().stream().map(TitledConfig::of).toList()
                    : List.of();
            List<TitledConfig> found = new ArrayList<>();
            if (ports.isEmpty() || DwrrSysctls.exist(LocalMachine.current())) {
                found.add(new TitledConfig("", "defaults for new ports", DwrrSysctls.defaults(LocalMachine.current())));
            }
            found.addAll(ports);
            return found;
        }
    }
}
