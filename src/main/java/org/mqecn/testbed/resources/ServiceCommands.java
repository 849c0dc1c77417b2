// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.stream.Stream;
import org.mqecn.host.Command;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * The commands that start a service on a host of a testbed, for a shell on that host.
 *
 * @param prepare commands that create its directory and files
 * @param foreground command that runs as long as the service does
 */
public record ServiceCommands(List<Command> prepare, List<String> foreground) {
    private static final int HTTP = 80;

    public ServiceCommands {
        prepare = List.copyOf(prepare);
        foreground = List.copyOf(foreground);
    }

    /**
     * @param host host of the service
     * @param folder directory of the service on that host; it writes nowhere else
     * @param documents directory of the videos on that host; used by video servers only
     */
    public static ServiceCommands of(
            Testbed testbed, Host host, HostService hostService, String folder, String documents) {
        if (hostService instanceof HostService.VideoServer server) {
            return nginx(folder, NginxConfiguration.fileServer(server.port(), documents));
        }
        if (hostService instanceof HostService.LoadBalancer loadBalancer) {
            return nginx(
                    folder,
                    NginxConfiguration.loadBalancer(
                            loadBalancer.port(),
                            loadBalancer.servers().stream()
                                    .map(name -> server(testbed, host, name))
                                    .toList()));
        }
        if (hostService instanceof HostService.Iperf3Server iperf3Server) {
            return new ServiceCommands(
                    List.of(), List.of("iperf3", "--server", "--port", Integer.toString(iperf3Server.port())));
        }
        return new ServiceCommands(List.of(), ((HostService.CommandService) hostService).arguments());
    }

    /** Checks the configuration before nginx is started in the background, so that errors are reported. */
    private static ServiceCommands nginx(String folder, String configuration) {
        List<String> nginx = List.of("nginx", "-p", folder, "-e", "error.log", "-c", NginxConfiguration.FILE_NAME);
        List<String> check =
                Stream.concat(nginx.stream(), Stream.of("-t", "-q")).toList();
        return new ServiceCommands(
                List.of(
                        Command.of("mkdir", "-p", folder),
                        Command.writeFile(folder + "/" + NginxConfiguration.FILE_NAME, configuration),
                        Command.of(check)),
                nginx);
    }

    /** Returns address and port of a video server, preferably in a subnet of the load balancer. */
    private static String server(Testbed testbed, Host balancer, String name) {
        List<Ipv4Address> own = addresses(testbed, balancer.name());
        List<Ipv4Address> others = addresses(testbed, name);
        Ipv4Address ipv4Address = others.stream()
                .filter(other -> own.stream().anyMatch(other::isInSameSubnetAs))
                .findFirst()
                .or(() -> others.stream().findFirst())
                .orElseThrow(() -> new UserError(
                        name + " has no address that load balancer " + balancer.name() + " can use",
                        "add a link to it"));
        return ipv4Address.hostAddress() + ":" + port(testbed, name);
    }

    private static List<Ipv4Address> addresses(Testbed testbed, String node) {
        return testbed.addresses().stream()
                .filter(each -> each.node().equals(node))
                .map(Testbed.NodeAddress::address)
                .toList();
    }

    private static int port(Testbed testbed, String host) {
        return testbed.hosts().stream()
                .filter(each -> each.name().equals(host))
                .flatMap(each -> each.services().stream())
                .filter(HostService.VideoServer.class::isInstance)
                .map(HostService.VideoServer.class::cast)
                .mapToInt(HostService.VideoServer::port)
                .findFirst()
                .orElse(HTTP);
    }
}
