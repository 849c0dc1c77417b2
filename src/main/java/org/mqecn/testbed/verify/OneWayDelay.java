// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mqecn.topology.Host;
import org.mqecn.topology.Impairment;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Rate;
import org.mqecn.value.ScaledFormat;

/**
 * The delay of a small packet along a path, as the file has it.
 *
 * @param sources what delays it: {@code h1 5 ms}
 * @param nanos sum of the delays, and of the transmission times at the rates of host and ports
 * @param jitterNanos by which it may vary in both directions
 * @param lossRatio of packets that do not arrive
 * @param reordering ratio of packets that some link does not delay
 */
record OneWayDelay(List<String> sources, long nanos, long jitterNanos, double lossRatio, double reordering) {
    /** Of the shortest frame, which has 46 bytes of payload, times nanoseconds. */
    private static final double MIN_FRAME_NANOBITS = EthernetFrame.wireLength(46) * 8e9;

    OneWayDelay {
        sources = List.copyOf(sources);
    }

    static OneWayDelay of(Host from, NetworkPath path) {
        List<LinkEnd> ends =
                path.hops().stream().map(NetworkPath.PathHop::egress).toList();
        List<Impairment> impairments = ends.stream().map(LinkEnd::impairment).toList();
        Duration host = from.stack().delay();
        double transmission = Stream.concat(
                        from.stack().rate().stream(), ends.stream().flatMap(end -> end.qdisc().rate().stream()))
                .mapToDouble(OneWayDelay::transmissionNanos)
                .sum();
        return new OneWayDelay(
                Stream.concat(
                                host.isZero() ? Stream.of() : Stream.of(describe("interface of " + from.name(), host)),
                                path.hops().stream()
                                        .filter(hop -> !hop.egress()
                                                .impairment()
                                                .delay()
                                                .isZero())
                                        .map(hop -> describe(
                                                hop.egress().node() + " to "
                                                        + hop.link()
                                                                .peerOf(hop.egress()
                                                                        .node())
                                                                .node(),
                                                hop.egress().impairment().delay())))
                        .toList(),
                host.toNanos()
                        + impairments.stream()
                                .mapToLong(each -> each.delay().toNanos())
                                .sum()
                        + Math.round(transmission),
                impairments.stream().mapToLong(each -> each.jitter().toNanos()).sum(),
                ratio(impairments.stream().map(Impairment::lossRatio).toList()),
                ratio(impairments.stream().map(Impairment::reordering).toList()));
    }

    private static String describe(String source, Duration delay) {
        return source + " " + ScaledFormat.time(delay.toNanos());
    }

    private static double transmissionNanos(Rate rate) {
        return MIN_FRAME_NANOBITS / rate.bitsPerSecond();
    }

    /** The ratio of packets that at least one link affects. */
    private static double ratio(List<Double> ratios) {
        return 1 - ratios.stream().reduce(1.0, (passing, ratio) -> passing * (1 - ratio));
    }

    String describeSources() {
        return sources.stream().collect(Collectors.joining(", "));
    }
}
