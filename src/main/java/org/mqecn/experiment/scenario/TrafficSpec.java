// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.value.Rate;

/** Something that sends. All traffic of a case begins together. */
public sealed interface TrafficSpec {
    /** Its name in the scenario. */
    String name();

    /** The hosts that send what it measures. */
    List<String> senders();

    /** Whether it ends by itself. */
    default boolean ends() {
        return false;
    }

    /** Whether it always has more to send than the port lets through. */
    default boolean saturates() {
        return false;
    }

    /**
     * Whom a request belongs to.
     *
     * @param congestionControl of its flows; empty for the hosts'
     */
    record RequestedService(int dscp, int weight, String congestionControl) {}

    /**
     * Flows that a client asks servers for.
     *
     * @param sizes name of a distribution, or a file of one
     * @param load part of what TCP can carry over the port towards the client
     * @param warmUp how many of the first requests do not count
     * @param fanIn servers that answer a request together
     * @param flowRate each flow is paced to; not at all where empty
     * @param connections to each server from the beginning
     * @param dscpTagging code points of each flow's parts
     */
    record Requests(
            String name,
            String client,
            List<String> servers,
            String sizes,
            double load,
            int count,
            int warmUp,
            List<RequestedService> services,
            int fanIn,
            Optional<Rate> flowRate,
            int connections,
            DscpTagging dscpTagging)
            implements TrafficSpec {
        public Requests {
            servers = List.copyOf(servers);
            services = List.copyOf(services);
        }

        @Override
        public List<String> senders() {
            return servers;
        }

        @Override
        public boolean ends() {
            return true;
        }
    }

    /**
     * TCP flows, all the same.
     *
     * @param from who sends them, in turn
     * @param dscps their code points, in turn
     * @param size of each, in bytes; empty where they do not end
     * @param rate each is paced to; not at all where empty
     * @param start when they begin
     * @param congestionControl of them; empty for the hosts'
     */
    record Flows(
            String name,
            List<String> from,
            String to,
            int count,
            List<Integer> dscps,
            OptionalLong size,
            Optional<Rate> rate,
            Duration start,
            String congestionControl)
            implements TrafficSpec {
        /** Bytes that a flow has at least: its head. */
        static final long MINIMUM_SIZE = 16;

        public Flows {
            from = List.copyOf(from);
            dscps = List.copyOf(dscps);
        }

        @Override
        public List<String> senders() {
            return from.subList(0, Math.min(count, from.size()));
        }

        @Override
        public boolean ends() {
            return size.isPresent();
        }

        @Override
        public boolean saturates() {
            return size.isEmpty() && rate.isEmpty() && start.isZero();
        }
    }

    /**
     * Small UDP packets that are answered at once: each tells a round-trip time.
     *
     * @param ecn whether they may be marked, where those that may not are dropped
     */
    record Probes(String name, String from, String to, List<Integer> dscps, Duration interval, boolean ecn)
            implements TrafficSpec {
        public Probes {
            dscps = List.copyOf(dscps);
        }

        @Override
        public List<String> senders() {
            return List.of(from);
        }
    }

    /**
     * UDP packets at a constant rate.
     *
     * @param rate of their payload
     * @param payload of each, in bytes
     * @param ecn whether they may be marked
     */
    record Datagrams(String name, String from, String to, int dscp, Rate rate, int payload, boolean ecn)
            implements TrafficSpec {
        @Override
        public List<String> senders() {
            return List.of(from);
        }
    }

    /** iperf3, with arguments of its own. */
    record Iperf3(String name, String from, String to, int dscp, List<String> arguments) implements TrafficSpec {
        public Iperf3 {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<String> senders() {
            return List.of(from);
        }
    }
}
