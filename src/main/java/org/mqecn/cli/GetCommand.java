// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mqecn.host.Machine;
import org.mqecn.host.Sysctls;
import org.mqecn.netlink.Kernel;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.Setting;
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
        String device = rest.isEmpty() || Setting.find(rest.get(0)).isPresent() ? "" : rest.remove(0);
        List<Setting> settings = rest.isEmpty() ? List.of(Setting.values()) : List.of(Setting.of(rest.get(0)));
        if (device.isEmpty() && !rest.isEmpty() && !settings.get(0).hasSysctl()) {
            throw UserError.usage(rest.get(0) + " belongs to one port",
                    "name the device: mqecn get DEV " + rest.get(0));
        }
        List<Configuration> found = common.inside(() -> read(device, rest.isEmpty()));
        new ConfigView(spec.commandLine().getOut(), settings).print(found, common.isJson(), !rest.isEmpty());
        return Main.DONE;
    }

    private static List<Configuration> read(String device, boolean everything) {
        List<Configuration> found = new ArrayList<>();
        try (Kernel kernel = new Kernel()) {
            if (!device.isEmpty()) {
                kernel.ports(kernel.link(device)).forEach(port -> found.add(Configuration.of(port)));
                if (found.isEmpty()) {
                    throw new UserError(device + " is not a port",
                            "'mqecn install " + device + " --rate RATE' makes it one");
                }
                return found;
            }
            found.add(new Configuration("", "ports to come", Sysctls.defaults(Machine.local())));
            if (everything) {
                kernel.ports().forEach(port -> found.add(Configuration.of(port)));
            }
        }
        return found;
    }

    /** One configuration and whose it is; no device for that of ports to come. */
    record Configuration(String device, String title, PortConfig config) {
        static Configuration of(Port port) {
            return new Configuration(port.device(),
                    port.device() + "  " + port.kind() + " " + port.handle() + " " + port.parent(), port.config());
        }
    }
}
