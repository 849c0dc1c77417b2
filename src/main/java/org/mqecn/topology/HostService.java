// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;

/** A service that runs on a host while the testbed is up. */
public sealed interface HostService {
    /** Name of the service, unique on its host. */
    String name();

    /** A command that stays in the foreground. */
    record CommandService(String name, List<String> arguments) implements HostService {
        public CommandService {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code iperf3 --server}. */
    record Iperf3Server(String name, int port) implements HostService {}

    /** nginx that serves generated videos over HTTP. */
    record VideoServer(String name, int port, VideoLibrary library) implements HostService {}

    /** nginx that distributes requests among video servers. */
    record LoadBalancer(String name, int port, List<String> servers) implements HostService {
        public LoadBalancer {
            servers = List.copyOf(servers);
        }
    }
}
