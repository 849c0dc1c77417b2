// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mqecn.testbed.verify.NetworkPath.PathHop;
import org.mqecn.testbed.verify.SaturationPlan.HostPair;
import org.mqecn.testbed.verify.TestbedCheckResult.TestbedIssue;
import org.mqecn.topology.Host;
import org.mqecn.topology.Link.LinkEnd;
import org.mqecn.value.ScaledFormat;

/**
 * Checks the delays of the file, each direction by itself: sends datagrams along paths that pass, together, every host and
 * every direction of a link with a delay.
 */
final class DelayCheck implements TestbedCheck {
    private static final int PROBE_PORT = 57_999;
    private static final int MIN_ARRIVALS = 21;
    private static final int MAX_PROBES = 1000;
    /** The median of the delays means little if more packets overtake others. */
    private static final double MAX_REORDERING = 0.25;

    private static final double MAX_RELATIVE_ERROR = 0.05;
    /** netem's clock, and the time until this process runs. */
    private static final Duration MAX_LATENESS = Duration.ofMillis(1);

    private static final Duration MIN_WAIT = Duration.ofMillis(200);

    @Override
    public String name() {
        return "delay";
    }

    @Override
    public TestbedCheckResult run(VerifyContext context) {
        Set<String> untested = delays(context);
        if (untested.isEmpty()) {
            return TestbedCheckResult.notApplicable(name(), "the file sets no delay", otherImpairments(context));
        }
        int delays = untested.size();
        List<TestbedIssue> failures = new ArrayList<>();
        int paths = 0;
        for (HostPair pair : context.pairs()) {
            Set<String> passed = passedDelays(context, pair);
            passed.retainAll(untested);
            Optional<OneWayDelay> expected = passed.isEmpty() ? Optional.empty() : measurable(context, pair);
            if (expected.isPresent()) {
                paths++;
                untested.removeAll(passed);
                measure(context, pair.paths().get(0), expected.get()).ifPresent(failures::add);
            }
        }
        UntestedParts parts = new UntestedParts();
        untested.forEach(each ->
                parts.add(each, "no path between namespaces passes it for certain, with at most 25 % reordering"));
        List<String> notTested = new ArrayList<>(parts.phrases());
        notTested.addAll(otherImpairments(context));
        return paths == 0
                ? TestbedCheckResult.skipped(name(), "no delay can be measured", notTested)
                : TestbedCheckResult.of(
                        name(),
                        (delays - untested.size()) + " of " + delays + " delays measured, one way, on " + paths
                                + (paths == 1 ? " path" : " paths")
                                + (failures.isEmpty() ? "" : ", " + failures.size() + " of them wrong"),
                        failures,
                        notTested);
    }

    /** The delays in the file: of hosts, and of directions of links. */
    private static Set<String> delays(VerifyContext context) {
        Set<String> delays = new LinkedHashSet<>();
        context.testbed().hosts().stream()
                .filter(host -> !host.stack().delay().isZero())
                .forEach(host -> delays.add(label(host)));
        context.testbed().links().forEach(link -> link.ends().stream()
                .filter(end -> !end.impairment().delay().isZero())
                .forEach(end -> delays.add(label(end, link.peerOf(end.node())))));
        return delays;
    }

    private static String label(Host host) {
        return "interface of " + host.name();
    }

    private static String label(LinkEnd from, LinkEnd to) {
        return from.node() + " to " + to.node() + " (" + from.device() + ")";
    }

    /** The delays that a packet passes on each of the equal-cost paths. */
    private static Set<String> passedDelays(VerifyContext context, HostPair pair) {
        Set<String> passed = new LinkedHashSet<>();
        NetworkPath first = pair.paths().get(0);
        passed.add(label(context.host(first.from())));
        for (PathHop hop : first.hops()) {
            if (pair.alwaysTraverses(hop.egress())) {
                passed.add(label(hop.egress(), hop.link().peerOf(hop.egress().node())));
            }
        }
        return passed;
    }

    /** The delay to expect; empty if it cannot be measured or depends on the path that the kernel chooses. */
    private static Optional<OneWayDelay> measurable(VerifyContext context, HostPair pair) {
        NetworkPath first = pair.paths().get(0);
        Host from = context.host(first.from());
        OneWayDelay expected = OneWayDelay.of(from, first);
        boolean isSame = pair.paths().stream()
                .map(path -> OneWayDelay.of(from, path))
                .allMatch(other -> other.nanos() == expected.nanos() && other.jitterNanos() == expected.jitterNanos());
        boolean isVisible = context.hostAccess(first.from()).namespace().isPresent()
                && context.hostAccess(first.to()).namespace().isPresent();
        return isSame
                        && isVisible
                        && context.isReachable(first.from())
                        && context.isReachable(first.to())
                        && expected.reordering() <= MAX_REORDERING
                        && probeCount(expected) <= MAX_PROBES
                ? Optional.of(expected)
                : Optional.empty();
    }

    private static double probeCount(OneWayDelay expected) {
        return Math.ceil(2 * MIN_ARRIVALS / (1 - expected.lossRatio()));
    }

    private static Optional<TestbedIssue> measure(VerifyContext context, NetworkPath path, OneWayDelay expected) {
        long latest = expected.nanos() + expected.jitterNanos();
        List<Long> delays = DelayProbe.measure(
                context.hostAccess(path.from()).namespace().orElseThrow(),
                context.hostAccess(path.to()).namespace().orElseThrow(),
                new InetSocketAddress(path.address(), PROBE_PORT),
                (int) probeCount(expected),
                MIN_WAIT.plusNanos(2 * latest));
        String text = "packets from " + path.from() + " to " + path.to();
        if (delays.size() < MIN_ARRIVALS) {
            return Optional.of(new TestbedIssue(
                    text + " are lost: only " + delays.size() + " of " + (int) probeCount(expected) + " arrive",
                    ReachabilityCheck.remedy(context)));
        }
        long median = delays.get(delays.size() / 2);
        double tolerance = MAX_RELATIVE_ERROR * expected.nanos() + expected.jitterNanos();
        boolean isTooShort = median < expected.nanos() - tolerance;
        boolean isTooLong = delays.get(0) > expected.nanos() + tolerance + MAX_LATENESS.toNanos();
        return isTooShort || isTooLong
                ? Optional.of(new TestbedIssue(
                        text + " take " + ScaledFormat.time(median) + ", not " + ScaledFormat.time(expected.nanos())
                                + " (" + expected.describeSources() + " in the file)",
                        ReachabilityCheck.remedy(context)))
                : Optional.empty();
    }

    /** What this check does not measure. */
    private static List<String> otherImpairments(VerifyContext context) {
        boolean hasOthers = context.testbed().links().stream()
                .flatMap(link -> link.ends().stream())
                .map(LinkEnd::impairment)
                .anyMatch(impairment -> impairment.lossRatio() > 0
                        || impairment.duplication() > 0
                        || impairment.reordering() > 0
                        || !impairment.jitter().isZero());
        return hasOthers
                ? List.of(
                        "jitter, loss, corruption, duplication and reordering of links: 'mqecn testbed status' compares"
                                + " them with the kernel's")
                : List.of();
    }
}
