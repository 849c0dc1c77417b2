// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.time.Duration;
import java.util.Optional;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problems;
import org.mqecn.topology.TestbedSchema.LinkKeys;
import org.mqecn.value.ScaledFormat;

/** Resolves the impairment of one direction of a link: that of its sending end, or else of the link. */
record ImpairmentResolver(Problems problems) {
    /** @param node that sends in this direction */
    Impairment resolve(LinkSpec linkSpec, String node) {
        Impairment impairment = new Impairment(
                value(linkSpec, node, LinkKeys.DELAY).orElse(Duration.ZERO),
                value(linkSpec, node, LinkKeys.JITTER).orElse(Duration.ZERO),
                value(linkSpec, node, LinkKeys.LOSS).orElse(0.0),
                value(linkSpec, node, LinkKeys.CORRUPT).orElse(0.0),
                value(linkSpec, node, LinkKeys.DUPLICATE).orElse(0.0),
                value(linkSpec, node, LinkKeys.REORDER).orElse(0.0));
        if (impairment.jitter().compareTo(impairment.delay()) > 0) {
            report(
                    linkSpec,
                    node,
                    LinkKeys.JITTER,
                    "a jitter of " + ScaledFormat.time(impairment.jitter().toNanos()) + " is longer than the delay of "
                            + ScaledFormat.time(impairment.delay().toNanos()),
                    "no packet can arrive before it was sent: add a delay that is at least as long");
        }
        if (impairment.reordering() > 0 && impairment.delay().isZero()) {
            report(
                    linkSpec,
                    node,
                    LinkKeys.REORDER,
                    "without a delay, no packet can overtake another",
                    "add a delay, for example delay: 1ms");
        }
        return impairment;
    }

    /** Reports an error of both directions once. */
    private void report(LinkSpec linkSpec, String node, Key<?> key, String text, String remedy) {
        ParsedObject end = linkSpec.endProperties(node);
        if (node.equals(linkSpec.from()) || end.has(key) || end.has(LinkKeys.DELAY)) {
            located(linkSpec, node, key)
                    .ifPresent(
                            located -> problems.error(located.location(), "what " + node + " sends: " + text, remedy));
        }
    }

    /** Rejects impairments of the link of a virtual machine, which has no namespace in its middle. */
    void reject(LinkSpec linkSpec, String machine) {
        for (Key<?> key : LinkKeys.IMPAIRMENTS) {
            linkSpec.nodes().stream()
                    .flatMap(node -> located(linkSpec, node, key).stream())
                    .filter(located -> !isZero(located.value()))
                    .findFirst()
                    .ifPresent(located -> problems.error(
                            located.location(),
                            "'" + key + "' does not apply to the link of virtual machine " + machine,
                            key.equals(LinkKeys.DELAY)
                                    ? "set the delay of the host: delay: 125us"
                                    : "set it at a link between namespaces, for example of two routers"));
        }
    }

    private static boolean isZero(Object value) {
        return value.equals(Duration.ZERO) || value.equals(0.0);
    }

    private static <T> Optional<T> value(LinkSpec linkSpec, String node, Key<T> key) {
        return located(linkSpec, node, key).map(Located::value);
    }

    private static <T> Optional<Located<T>> located(LinkSpec linkSpec, String node, Key<T> key) {
        return linkSpec.endProperties(node).located(key).or(() -> linkSpec.properties()
                .located(key));
    }
}
