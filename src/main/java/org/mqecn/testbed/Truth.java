// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mqecn.host.Machine;
import org.mqecn.netlink.Link;
import org.mqecn.netlink.Netns;

/** What is really there, read when it is first asked for and then the same until the next reading. */
public final class Truth {
    private final Machine machine;
    private final Map<String, Optional<Network>> networks = new HashMap<>();
    private final Map<String, Optional<String>> sysctls = new HashMap<>();
    private final Map<String, Object> more = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<Trace> removed = new HashSet<>();

    public Truth(Machine machine) {
        this.machine = machine;
    }

    /** As seen by somebody on whose machine nothing of a testbed is. */
    static Truth ofNothing(Machine machine) {
        Truth truth = new Truth(machine);
        truth.networks.put("", Optional.empty());
        return truth;
    }

    /**
     * The state after the removal of recorded resources.
     *
     * @param kinds finds what is to be known about a trace
     */
    Truth without(List<Entry> entries, Function<Trace, TraceKind> kinds) {
        Truth rest = new Truth(machine);
        rest.networks.putAll(networks);
        for (Entry entry : entries) {
            rest.removed.add(entry.trace());
            kinds.apply(entry.trace()).applyRemoval(entry.trace(), rest);
        }
        return rest;
    }

    /** From now on, this namespace does not exist. */
    void removeNamespace(String namespace) {
        gone.add(namespace);
        networks.put(namespace, Optional.empty());
    }

    /** From now on, a namespace lacks this device. */
    void removeDevice(String namespace, Link link) {
        networks.put(namespace, network(namespace).map(each -> each.without(link)));
    }

    public Machine machine() {
        return machine;
    }

    /** Whether there is a namespace of that name, or what a creation that was cut short left of it. */
    public boolean has(String namespace) {
        return !isOfNothing() && !gone.contains(namespace) && Netns.exists(namespace);
    }

    /** Whether what a trace tells of counts as not there, whatever is found. */
    public boolean lacks(Trace trace) {
        return isOfNothing() || removed.contains(trace);
    }

    /** Whether it is that of a machine on which nothing of a testbed is: then nothing may be looked at. */
    public boolean isOfNothing() {
        return networks.containsKey("") && networks.get("").isEmpty();
    }

    /** What a namespace has; the empty name is that of mqecn's own. Empty where there is none of that name. */
    public Optional<Network> network(String namespace) {
        if (!networks.containsKey(namespace)) {
            networks.put(namespace, read(namespace));
        }
        return networks.get(namespace);
    }

    private Optional<Network> read(String namespace) {
        if (namespace.isEmpty()) {
            return Optional.of(Network.read());
        }
        return isReadable(namespace) ? Optional.of(Netns.call(namespace, Network::read)) : Optional.empty();
    }

    private boolean isReadable(String namespace) {
        return has(namespace) && Netns.identity(namespace).isPresent();
    }

    /** The value of a sysctl in a namespace, words parted by one space each; empty where there is none. */
    public Optional<String> sysctl(String namespace, String key) {
        return sysctls.computeIfAbsent(namespace + " " + key, name -> namespace.isEmpty() ? value(key)
                : isReadable(namespace) ? Netns.call(namespace, () -> value(key)) : Optional.empty());
    }

    /**
     * What else is to be known, read by those who know how.
     *
     * @param name of it, the same for all who ask for it
     */
    public <T> T known(String name, Class<T> type, Supplier<T> read) {
        return type.cast(more.computeIfAbsent(name, key -> read.get()));
    }

    private Optional<String> value(String key) {
        return Machine.read(machine.sysctl(key)).map(value -> value.replaceAll("\\s+", " "));
    }
}
