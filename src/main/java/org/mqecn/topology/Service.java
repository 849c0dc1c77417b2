// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;

/** What runs on a host for as long as the testbed is up. */
public sealed interface Service {
    /** Its name on its host, unique there. */
    String name();

    /** Any command that stays in the foreground. */
    record Command(String name, List<String> words) implements Service {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** {@code iperf3 --server}. */
    record Iperf3(String name, int port) implements Service {}

    /** nginx serving videos, made on the spot, over HTTP. */
    record VideoServer(String name, int port, VideoLibrary videos) implements Service {}

    /** nginx that shares requests among other hosts. */
    record Balancer(String name, int port, List<String> hosts) implements Service {
        public Balancer {
            hosts = List.copyOf(hosts);
        }
    }
}
