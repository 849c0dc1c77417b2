// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Qdisc;

/**
 * One way through an impaired link: frames that come in by one device of the namespace in its middle are late, or
 * lost, and leave by the other.
 *
 * @param in device by which they come
 * @param out device by which they leave
 * @param impairment words of netem
 */
record CablePart(String namespace, String in, String out, List<String> impairment) implements Part {
    private static final String NETEM = "netem";
    private static final String INGRESS = "ingress";

    @Override
    public String name() {
        return "cable " + namespace + " " + in + " to " + out;
    }

    @Override
    public Standing look(Truth truth) {
        Optional<Network> network = truth.network(namespace);
        List<Qdisc> entry = qdiscs(network, in);
        List<Qdisc> exit = qdiscs(network, out);
        boolean redirects = entry.stream().anyMatch(qdisc -> qdisc.place().equals(INGRESS));
        List<Qdisc> impaired = exit.stream().filter(qdisc -> qdisc.kind().equals(NETEM)).toList();
        if (!redirects && impaired.isEmpty()) {
            return Standing.MISSING;
        }
        List<String> differences = new ArrayList<>();
        if (!redirects) {
            differences.add(in + " passes nothing on");
        }
        differences.addAll(impaired.isEmpty() ? List.of("no delay or loss")
                : QdiscWords.differences(NETEM, impaired.get(0).stockOptions(), impairment));
        return Standing.with(differences);
    }

    private static List<Qdisc> qdiscs(Optional<Network> network, String device) {
        Optional<Link> link = network.flatMap(each -> each.link(device));
        return link.map(each -> network.get().qdiscs(each)).orElse(List.of());
    }

    @Override
    public List<Command> make(Truth truth) {
        return List.of(impair("add"),
                tc("qdisc", "add", "dev", in, INGRESS),
                tc("filter", "add", "dev", in, INGRESS, "matchall", "action", "mirred", "egress", "redirect", "dev",
                        out));
    }

    private Command impair(String verb) {
        List<String> words = new ArrayList<>(List.of("qdisc", verb, "dev", out, "root", "handle", "1:", NETEM));
        words.addAll(impairment);
        return new Typed(namespace).tc(words);
    }

    private Command tc(String... words) {
        return new Typed(namespace).tc(List.of(words));
    }

    /** What is there goes first: of the devices in the middle, all is ours. */
    @Override
    public List<Command> mend(Truth truth) {
        List<Command> commands = new ArrayList<>();
        Optional<Network> network = truth.network(namespace);
        if (qdiscs(network, out).stream().anyMatch(qdisc -> qdisc.place().equals("root"))) {
            commands.add(tc("qdisc", "del", "dev", out, "root"));
        }
        if (qdiscs(network, in).stream().anyMatch(qdisc -> qdisc.place().equals(INGRESS))) {
            commands.add(tc("qdisc", "del", "dev", in, INGRESS));
        }
        commands.addAll(make(truth));
        return commands;
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
