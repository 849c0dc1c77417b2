// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;

/**
 * Two devices that are the ends of one wire.
 *
 * @param end the one at which the pair is removed: that of a switch, where most pairs end
 */
record VethPart(LinkTrace.End end, LinkTrace.End peer, int mtu) implements Part {
    @Override
    public String name() {
        return "link " + label(end) + " to " + label(peer);
    }

    private static String label(LinkTrace.End end) {
        return new Typed(end.namespace()).name(end.device());
    }

    @Override
    public Standing look(Truth truth) {
        Optional<Link> one = end.find(truth);
        Optional<Link> other = peer.find(truth);
        if (one.isEmpty() && other.isEmpty()) {
            return Standing.MISSING;
        }
        List<String> differences = new ArrayList<>();
        check(end, one, other, differences);
        check(peer, other, one, differences);
        return Standing.with(differences);
    }

    private static void check(LinkTrace.End wanted, Optional<Link> found, Optional<Link> other,
            List<String> differences) {
        if (found.isEmpty()) {
            differences.add(label(wanted) + " is gone");
        } else if (!found.get().name().equals(wanted.device())) {
            differences.add(label(wanted) + ": its name is " + found.get().name());
        } else if (other.isPresent() && found.get().peerIndex() != other.get().index()) {
            differences.add(label(wanted) + " is joined to something else");
        }
    }

    @Override
    public List<Command> make(Truth truth) {
        List<String> words = new ArrayList<>(List.of("ip", "link", "add"));
        words.addAll(describe(end));
        words.addAll(List.of("type", "veth", "peer", "name"));
        words.addAll(describe(peer));
        return List.of(Command.of(words));
    }

    private List<String> describe(LinkTrace.End each) {
        List<String> words = new ArrayList<>(List.of(each.device()));
        if (!each.namespace().isEmpty()) {
            words.addAll(List.of("netns", each.namespace()));
        }
        words.addAll(List.of("address", each.mac(), "mtu", Integer.toString(mtu)));
        return words;
    }

    @Override
    public List<Command> mend(Truth truth) {
        return List.of();
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(LinkTrace.of(end, peer));
    }
}
