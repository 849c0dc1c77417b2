// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.topology.Host;
import org.mqecn.topology.HostService;
import org.mqecn.topology.Ipv4Address;
import org.mqecn.topology.Link;
import org.mqecn.topology.Testbed;
import org.mqecn.value.UserError;

/**
 * How a service of a testbed is brought up on its host. All commands are as typed on that host.
 *
 * @param prepare makes its folder and what has to be in it
 * @param foreground stays in the foreground for as long as the service runs
 */
public record ServiceCommands(List<Command> prepare, List<String> foreground) {
    private static final int HTTP = 80;

    public ServiceCommands {
        prepare = List.copyOf(prepare);
        foreground = List.copyOf(foreground);
    }

    /**
     * @param host the one that the service runs on
     * @param folder its own on that host: it writes nowhere else
     * @param documents where the videos are on that host; only a video server looks there
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

    /** nginx looks at its configuration before it is started, so that what is wrong with it is said in time. */
    private static ServiceCommands nginx(String folder, String configuration) {
        List<String> nginx = List.of("nginx", "-p", folder, "-e", "error.log", "-c", NginxConfiguration.FILE_NAME);
        return new ServiceCommands(
                List.of(
                        Command.of("mkdir", "-p", folder),
                        Command.writeFile(folder + "/" + NginxConfiguration.FILE_NAME, configuration),
                        Command.of(
                                "nginx",
                                "-p",
                                folder,
                                "-e",
                                "error.log",
                                "-c",
                                NginxConfiguration.FILE_NAME,
                                "-t",
                                "-q")),
                nginx);
    }

    /** Address and port of a video server, preferably on a subnet that the balancer is on, too. */
    private static String server(Testbed testbed, Host balancer, String name) {
        List<Ipv4Address> own = addresses(testbed, balancer.name());
        List<Ipv4Address> others = addresses(testbed, name);
        Ipv4Address ipv4Address = others.stream()
                .filter(other -> own.stream().anyMatch(other::isInSameSubnetAs))
                .findFirst()
                .or(() -> others.stream().findFirst())
                .orElseThrow(() -> new UserError(
                        name + " has no address for " + balancer.name() + " to balance to", "give it a link"));
        return ipv4Address.hostAddress() + ":" + port(testbed, name);
    }

    private static List<Ipv4Address> addresses(Testbed testbed, String node) {
        return testbed.links().stream()
                .flatMap(link -> link.ends().stream())
                .filter(linkEnd -> linkEnd.node().equals(node))
                .map(Link.LinkEnd::address)
                .flatMap(address -> address.stream())
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
