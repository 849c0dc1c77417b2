// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.Netns;

/** A network namespace: told by its name and, once it is made, by its inode and when it began. */
final class NamespaceTrace implements TraceKind {
    static final String TYPE = "namespace";

    private static final String NAME = "name";
    private static final String INODE = "inode";
    private static final String BEGIN = "begin";

    static Trace of(String name) {
        return new Trace(TYPE, Map.of(NAME, name));
    }

    static String name(Trace trace) {
        return trace.fact(NAME);
    }

    @Override
    public Found find(Trace trace, Truth truth) {
        if (!truth.has(name(trace))) {
            return Found.ABSENT;
        }
        Map<String, String> now = after(trace);
        boolean other = !now.isEmpty() && !trace.fact(INODE).isEmpty()
                && !(now.get(INODE).equals(trace.fact(INODE)) && now.get(BEGIN).equals(trace.fact(BEGIN)));
        return other ? Found.FOREIGN : Found.OURS;
    }

    @Override
    public List<Command> remove(Trace trace, Truth truth) {
        return List.of(Command.of("ip", "netns", "del", name(trace)));
    }

    @Override
    public Map<String, String> after(Trace trace) {
        Optional<String> inode = Netns.identity(name(trace));
        Optional<String> begin = Netns.begin(name(trace));
        return inode.isEmpty() || begin.isEmpty() ? Map.of() : Map.of(INODE, inode.get(), BEGIN, begin.get());
    }

    @Override
    public void applyRemoval(Trace trace, Truth truth) {
        truth.removeNamespace(name(trace));
    }
}
