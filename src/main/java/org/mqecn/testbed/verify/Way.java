// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.time.Duration;
import java.util.List;
import org.mqecn.topology.Link;
import org.mqecn.topology.Link.End;

/**
 * How packets go from one host to another.
 *
 * @param address of the other host, to which they are sent
 * @param steps the links that they take, each with the end by which they leave
 */
record Way(String from, String to, String address, List<Step> steps) {
    /** One link, from this end to the other. */
    record Step(Link link, End out) {}

    Way {
        steps = List.copyOf(steps);
    }

    boolean passes(End end) {
        return steps.stream().anyMatch(step -> step.out().equals(end));
    }

    /** Where it leaves on its way to an end that it passes. */
    List<End> before(End end) {
        List<End> ends = steps.stream().map(Step::out).toList();
        return ends.subList(0, ends.indexOf(end));
    }

    List<End> after(End end) {
        List<End> ends = steps.stream().map(Step::out).toList();
        return ends.subList(ends.indexOf(end) + 1, ends.size());
    }

    /** The largest packet that all of its links take. */
    int mtu() {
        return steps.stream().mapToInt(step -> step.link().mtu()).min().orElse(0);
    }

    /** What its cables take. */
    Duration delay() {
        return steps.stream().map(step -> step.link().delay()).reduce(Duration.ZERO, Duration::plus);
    }
}
