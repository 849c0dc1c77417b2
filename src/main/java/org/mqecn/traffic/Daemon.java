// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

import java.util.List;
import org.mqecn.host.Command;
import org.mqecn.port.UserError;
import org.mqecn.topology.Address;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link;
import org.mqecn.topology.Service;
import org.mqecn.topology.Testbed;

/**
 * How a service of a testbed is brought up on its host. All commands are as typed on that host.
 *
 * @param prepare makes its folder and what has to be in it
 * @param run stays in the foreground for as long as the service runs
 */
public record Daemon(List<Command> prepare, List<String> run) {
    private static final int HTTP = 80;

    public Daemon {
        prepare = List.copyOf(prepare);
        run = List.copyOf(run);
    }

    /**
     * @param host the one that the service runs on
     * @param folder its own on that host: it writes nowhere else
     * @param documents where the videos are on that host; only a video server looks there
     */
    public static Daemon of(Testbed testbed, Host host, Service service, String folder, String documents) {
        if (service instanceof Service.VideoServer server) {
            return nginx(folder, Nginx.server(server.port(), documents));
        }
        if (service instanceof Service.Balancer balancer) {
            return nginx(folder, Nginx.balancer(balancer.port(),
                    balancer.hosts().stream().map(name -> server(testbed, host, name)).toList()));
        }
        if (service instanceof Service.Iperf3 iperf3) {
            return new Daemon(List.of(), List.of("iperf3", "--server", "--port", Integer.toString(iperf3.port())));
        }
        return new Daemon(List.of(), ((Service.Command) service).words());
    }

    /** nginx looks at its configuration before it is started, so that what is wrong with it is said in time. */
    private static Daemon nginx(String folder, String configuration) {
        List<String> nginx = List.of("nginx", "-p", folder, "-e", "error.log", "-c", Nginx.CONFIGURATION);
        return new Daemon(List.of(Command.of("mkdir", "-p", folder),
                Command.write(folder + "/" + Nginx.CONFIGURATION, configuration),
                Command.of("nginx", "-p", folder, "-e", "error.log", "-c", Nginx.CONFIGURATION, "-t", "-q")), nginx);
    }

    /** Address and port of a video server, preferably on a subnet that the balancer is on, too. */
    private static String server(Testbed testbed, Host balancer, String name) {
        List<Address> own = addresses(testbed, balancer.name());
        List<Address> others = addresses(testbed, name);
        Address address = others.stream().filter(other -> own.stream().anyMatch(other::isNextTo)).findFirst()
                .or(() -> others.stream().findFirst())
                .orElseThrow(() -> new UserError(name + " has no address for " + balancer.name() + " to balance to",
                        "give it a link"));
        return address.host() + ":" + port(testbed, name);
    }

    private static List<Address> addresses(Testbed testbed, String node) {
        return testbed.links().stream().flatMap(link -> link.ends().stream()).filter(end -> end.node().equals(node))
                .map(Link.End::address).flatMap(address -> address.stream()).toList();
    }

    private static int port(Testbed testbed, String host) {
        return testbed.hosts().stream().filter(each -> each.name().equals(host))
                .flatMap(each -> each.services().stream())
                .filter(Service.VideoServer.class::isInstance).map(Service.VideoServer.class::cast)
                .mapToInt(Service.VideoServer::port).findFirst().orElse(HTTP);
    }
}
