// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.mqecn.traffic.flow.DscpTagging;
import org.mqecn.traffic.flow.FctSummary.FlowSizeBin;
import org.mqecn.traffic.flow.FlowList;
import org.mqecn.traffic.flow.SizeDistribution;
import org.mqecn.traffic.flow.SizeUnit;
import org.mqecn.traffic.flow.TrafficPattern;
import org.mqecn.value.Rate;

/** Traffic of a case. All traffic starts together. */
public sealed interface TrafficSpec {
    /**
     * Flows with the same start time start at random within this time unless a scenario says otherwise, and lists of flows as
     * a whole, so that their first packets do not collide.
     */
    Duration START_SPREAD = Duration.ofMillis(1);

    /** Its name in the scenario. */
    String name();

    /** The hosts that send the measured data. */
    List<String> senders();

    /** Names of the files that it reads. */
    default List<String> files() {
        return List.of();
    }

    /** Whether it ends by itself. */
    default boolean ends() {
        return false;
    }

    /** Whether it always has more to send than the port lets through. */
    default boolean saturates() {
        return false;
    }

    /** Flows of these sizes that are expected in the metrics; empty if only a run tells. */
    default OptionalDouble expectedFlows(FlowSizeBin sizes) {
        return ends() ? OptionalDouble.empty() : OptionalDouble.of(0);
    }

    /**
     * A service that requests belong to.
     *
     * @param congestionControl congestion control of its flows; empty for that of the hosts
     */
    record RequestedService(int dscp, int weight, String congestionControl, FlowSizes sizes) {}

    /**
     * Sizes of flows.
     *
     * @param name name or file of a distribution, or one size
     * @param unit unit of the sizes of a file; empty if not given
     */
    record FlowSizes(String name, Optional<SizeUnit> unit) {
        /**
         * The distribution.
         *
         * @throws org.mqecn.value.UserError if there is none, or its file is invalid
         */
        public SizeDistribution distribution() {
            return SizeDistribution.load(name, unit);
        }
    }

    /**
     * Flows that a client requests from servers, or hosts from each other.
     *
     * @param clients hosts that send requests: one or, in a pattern, all
     * @param servers hosts that answer; in a pattern all
     * @param pattern who requests from whom; empty if one client does from all servers
     * @param load share of what TCP can carry over the port towards each client
     * @param warmUp number of requests at the start that are excluded from metrics
     * @param fanIn number of servers that answer a request together
     * @param flowRate pacing rate of each flow; empty if not paced
     * @param connections connections to each server at the start
     * @param dscpTagging DSCPs of the parts of a flow
     */
    record Requests(
            String name,
            List<String> clients,
            List<String> servers,
            Optional<TrafficPattern> pattern,
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
            clients = List.copyOf(clients);
            servers = List.copyOf(servers);
            services = List.copyOf(services);
        }

        /** Servers that answer together send a part of the size each. */
        @Override
        public OptionalDouble expectedFlows(FlowSizeBin bin) {
            double flows = (count - warmUp) * (double) fanIn;
            int weights = services.stream().mapToInt(RequestedService::weight).sum();
            return OptionalDouble.of(services.stream()
                    .mapToDouble(service -> flows
                            * service.weight()
                            / weights
                            * service.sizes().distribution().share(bytes -> bin.contains(bytes / fanIn)))
                    .sum());
        }

        @Override
        public List<String> files() {
            return services.stream()
                    .map(service -> service.sizes().name())
                    .filter(SizeDistribution::isFile)
                    .distinct()
                    .toList();
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
     * Flows that a client requests from servers as listed in a file.
     *
     * @param file name of the list
     * @param speed how much faster than in the list: 2 for half of each time
     * @param count number of flows from the start of the list; empty for all
     * @param warmUp number of flows at the start that are excluded from metrics
     * @param flowRate pacing rate of each flow; empty if not paced
     * @param connections connections to each server at the start
     * @param dscpTagging DSCPs of the parts of a flow
     * @param congestionControl congestion control; empty for that of the hosts
     */
    record Replay(
            String name,
            String client,
            List<String> servers,
            String file,
            double speed,
            Optional<Integer> count,
            int warmUp,
            Optional<Rate> flowRate,
            int connections,
            DscpTagging dscpTagging,
            String congestionControl)
            implements TrafficSpec {
        public Replay {
            servers = List.copyOf(servers);
        }

        /**
         * The flows that are requested.
         *
         * @throws org.mqecn.value.UserError if the file is invalid
         */
        public FlowList flowList() {
            FlowList list = FlowList.read(file, servers).atSpeed(speed);
            return count.map(list::first).orElse(list);
        }

        @Override
        public List<String> files() {
            return List.of(file);
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
     * TCP flows with the same settings.
     *
     * @param from senders, in turn
     * @param dscps DSCPs, in turn
     * @param size size of each flow in bytes; empty for unlimited
     * @param rate pacing rate of each flow; empty if not paced
     * @param start start time
     * @param startSpread time from then on within which each flow starts at random; 0 for all at once
     * @param congestionControl congestion control; empty for that of the hosts
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
            Duration startSpread,
            String congestionControl)
            implements TrafficSpec {
        /** Minimum size in bytes: the header of a flow. */
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
     * RTT probes: small UDP packets that are echoed at once.
     *
     * @param ecn whether they are ECN-capable
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
     * @param rate rate of payload
     * @param payload payload of a packet in bytes
     * @param ecn whether they are ECN-capable
     */
    record Datagrams(String name, String from, String to, int dscp, Rate rate, int payload, boolean ecn)
            implements TrafficSpec {
        @Override
        public List<String> senders() {
            return List.of(from);
        }
    }

    /** iperf3 with further arguments. */
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
