// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Link;
import org.mqecn.testbed.Trace;
import org.mqecn.testbed.TraceKind;
import org.mqecn.testbed.Truth;
import org.mqecn.testbed.Typed;

/**
 * A tap device. Unlike other devices it cannot be given its hardware address when it is made, so it is made under a
 * name that follows from the address, and gets its own name and the address in one step: at any time one of both tells
 * that it is ours.
 */
public final class TapTrace implements TraceKind {
    public static final String TYPE = "tap";

    private static final String NAMESPACE = "namespace";
    private static final String DEVICE = "device";
    private static final String MAC = "mac";

    static Trace of(TapPart tap) {
        return new Trace(TYPE, Map.of(NAMESPACE, tap.namespace(), DEVICE, tap.device(), MAC, tap.mac()));
    }

    /** The name that it is made under: at most 15 characters, as the kernel wants it. */
    static String firstName(String mac) {
        return "tap" + mac.replace(":", "");
    }

    static Optional<Link> find(String namespace, String mac, Truth truth) {
        return truth.network(namespace).flatMap(network ->
                network.linkWith(mac).or(() -> network.link(firstName(mac))));
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        if (find(trace.fact(NAMESPACE), trace.fact(MAC), truth).isPresent()) {
            return Found.OURS;
        }
        return truth.network(trace.fact(NAMESPACE)).flatMap(network -> network.link(trace.fact(DEVICE))).isPresent()
                ? Found.FOREIGN : Found.ABSENT;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        String name = find(trace.fact(NAMESPACE), trace.fact(MAC), truth).map(Link::name).orElse(trace.fact(DEVICE));
        return List.of(new Typed(trace.fact(NAMESPACE)).ip("link", "del", "dev", name));
    }

    @Override
    public String goesWith(Trace trace) {
        return trace.fact(NAMESPACE);
    }
}
