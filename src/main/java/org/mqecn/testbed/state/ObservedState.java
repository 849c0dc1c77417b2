// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Qdisc;

/**
 * The state of the machine as observed. Each part is read on first use and then cached: a new instance reads again.
 * The empty name is that of mqecn's own network namespace.
 */
public final class ObservedState {
    private static final String CONGESTION_CONTROL = "net.ipv4.tcp_congestion_control";

    private final LocalMachine machine;
    private final Map<String, Optional<ObservedNamespace>> namespaces = new HashMap<>();
    private final Map<String, Optional<String>> sysctls = new HashMap<>();
    private final Map<String, Object> cache = new HashMap<>();
    private final Set<String> removedNamespaces = new HashSet<>();
    private final Set<ResourceHandle> removedHandles = new HashSet<>();
    private final List<String> releasedModules = new ArrayList<>();

    public ObservedState(LocalMachine machine) {
        this.machine = machine;
    }

    /** The state of a machine without any resource of a testbed; nothing is read. */
    public static ObservedState empty(LocalMachine machine) {
        ObservedState state = new ObservedState(machine);
        state.namespaces.put("", Optional.empty());
        return state;
    }

    /**
     * A copy of this state as it will be after the removal of recorded resources.
     *
     * @param types finds the type of a handle
     */
    public ObservedState without(List<StateEntry> entries, Function<ResourceHandle, ResourceType> types) {
        ObservedState remaining = new ObservedState(machine);
        remaining.namespaces.putAll(namespaces);
        for (StateEntry entry : entries) {
            remaining.removedHandles.add(entry.handle());
            types.apply(entry.handle()).applyRemoval(entry.handle(), remaining);
        }
        return remaining;
    }

    /** Treats a namespace as removed. */
    public void removeNamespace(String namespace) {
        namespace(namespace).ifPresent(each -> releaseModules(each.qdiscs()));
        sysctl(namespace, CONGESTION_CONTROL).ifPresent(name -> releasedModules.add("tcp_" + name));
        removedNamespaces.add(namespace);
        namespaces.put(namespace, Optional.empty());
    }

    /** Treats a device as removed. */
    public void removeDevice(String namespace, DeviceLink deviceLink) {
        namespace(namespace).ifPresent(each -> releaseModules(each.qdiscs(deviceLink)));
        namespaces.put(namespace, namespace(namespace).map(each -> each.without(deviceLink)));
    }

    private void releaseModules(List<Qdisc> qdiscs) {
        qdiscs.forEach(qdisc -> releasedModules.add("sch_" + qdisc.kind()));
    }

    /** How many users of a kernel module go with what is treated as removed. */
    public int releasedUsers(String module) {
        return Collections.frequency(releasedModules, module);
    }

    public LocalMachine machine() {
        return machine;
    }

    /** Whether the name of a namespace exists, even if its creation was interrupted before the namespace existed. */
    public boolean hasNamespace(String namespace) {
        return !isEmpty() && !removedNamespaces.contains(namespace) && Netns.exists(namespace);
    }

    /** Whether a resource is to be treated as absent without looking for it. */
    public boolean isKnownAbsent(ResourceHandle handle) {
        return isEmpty() || removedHandles.contains(handle);
    }

    /** Whether this is the state of {@link #empty}: nothing may be read then. */
    public boolean isEmpty() {
        return namespaces.containsKey("") && namespaces.get("").isEmpty();
    }

    /** The content of a namespace; empty if it does not exist. */
    public Optional<ObservedNamespace> namespace(String namespace) {
        if (!namespaces.containsKey(namespace)) {
            namespaces.put(namespace, read(namespace));
        }
        return namespaces.get(namespace);
    }

    private Optional<ObservedNamespace> read(String namespace) {
        if (namespace.isEmpty()) {
            return Optional.of(ObservedNamespace.read());
        }
        return isReadable(namespace) ? Optional.of(Netns.call(namespace, ObservedNamespace::read)) : Optional.empty();
    }

    private boolean isReadable(String namespace) {
        return hasNamespace(namespace) && Netns.inode(namespace).isPresent();
    }

    /** The value of a sysctl in a namespace, its words separated by one space; empty if there is no such sysctl. */
    public Optional<String> sysctl(String namespace, String key) {
        return sysctls.computeIfAbsent(
                namespace + " " + key,
                name -> namespace.isEmpty()
                        ? readSysctl(key)
                        : isReadable(namespace) ? Netns.call(namespace, () -> readSysctl(key)) : Optional.empty());
    }

    /**
     * Any other part of the state.
     *
     * @param name identifies the part: all readers of one part use the same name
     */
    public <T> T cached(String name, Class<T> type, Supplier<T> read) {
        return type.cast(cache.computeIfAbsent(name, key -> read.get()));
    }

    private Optional<String> readSysctl(String key) {
        return SmallFile.read(machine.sysctlFile(key)).map(value -> value.replaceAll("\\s+", " "));
    }
}
