// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;

/** What runs on a host for as long as the testbed is up. */
public sealed interface HostService {
    /** Its name on its host, unique there. */
    String name();

    /** Any command that stays in the foreground. */
    record CommandService(String name, List<String> arguments) implements HostService {
        public CommandService {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code iperf3 --server}. */
    record Iperf3Server(String name, int port) implements HostService {}

    /** nginx serving videos, made on the spot, over HTTP. */
    record VideoServer(String name, int port, VideoLibrary library) implements HostService {}

    /** nginx that shares requests among other hosts. */
    record LoadBalancer(String name, int port, List<String> servers) implements HostService {
        public LoadBalancer {
            servers = List.copyOf(servers);
        }
    }
}
