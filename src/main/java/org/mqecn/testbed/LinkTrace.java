// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;

/**
 * A network device, and the one at its other end where it is a pair: told by their hardware addresses, which the
 * command that makes them gives them.
 */
public final class LinkTrace implements TraceKind {
    static final String TYPE = "link";

    private static final List<String> ENDS = List.of("", "peer-");

    /**
     * @param namespace the empty name for the machine's own
     */
    public record End(String namespace, String device, String mac) {
        private Map<String, String> facts(String prefix) {
            return Map.of(prefix + "namespace", namespace, prefix + "device", device, prefix + "mac", mac);
        }

        private static End of(Trace trace, String prefix) {
            return new End(trace.fact(prefix + "namespace"), trace.fact(prefix + "device"),
                    trace.fact(prefix + "mac"));
        }

        Optional<Link> find(Truth truth) {
            return truth.network(namespace).flatMap(network -> network.linkWith(mac));
        }

        private boolean isTaken(Truth truth) {
            return truth.network(namespace).flatMap(network -> network.link(device)).isPresent();
        }

        private Command delete(Truth truth) {
            List<String> words = new ArrayList<>(namespace.isEmpty() ? List.of("ip") : List.of("ip", "-n", namespace));
            words.addAll(List.of("link", "del", "dev", find(truth).map(Link::name).orElse(device)));
            return Command.of(words);
        }
    }

    /** Of a device without another end. */
    static Trace of(End end) {
        return new Trace(TYPE, end.facts(""));
    }

    /** Of a pair. It is removed where its first end is. */
    static Trace of(End end, End peer) {
        Map<String, String> facts = new HashMap<>(end.facts(ENDS.get(0)));
        facts.putAll(peer.facts(ENDS.get(1)));
        return new Trace(TYPE, facts);
    }

    static List<End> ends(Trace trace) {
        return ENDS.stream().map(prefix -> End.of(trace, prefix)).filter(end -> !end.mac.isEmpty()).toList();
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        if (ends(trace).stream().anyMatch(end -> end.find(truth).isPresent())) {
            return Found.OURS;
        }
        return ends(trace).stream().anyMatch(end -> end.isTaken(truth)) ? Found.FOREIGN : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        List<End> ends = ends(trace);
        return List.of(ends.stream().filter(end -> end.find(truth).isPresent()).findFirst().orElse(ends.get(0))
                .delete(truth));
    }

    @Override
    public void applyRemoval(Trace trace, Truth truth) {
        ends(trace).forEach(end -> end.find(truth).ifPresent(link -> truth.removeDevice(end.namespace(), link)));
    }
}
