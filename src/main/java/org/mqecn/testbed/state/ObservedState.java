// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.state;

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

/** What is really there, read when it is first asked for and then the same until the next reading. */
public final class ObservedState {
    private final LocalMachine machine;
    private final Map<String, Optional<ObservedNamespace>> namespaces = new HashMap<>();
    private final Map<String, Optional<String>> sysctls = new HashMap<>();
    private final Map<String, Object> cache = new HashMap<>();
    private final Set<String> removedNamespaces = new HashSet<>();
    private final Set<ResourceHandle> removedHandles = new HashSet<>();

    public ObservedState(LocalMachine machine) {
        this.machine = machine;
    }

    /** As seen by somebody on whose machine nothing of a testbed is. */
    public static ObservedState empty(LocalMachine machine) {
        ObservedState state = new ObservedState(machine);
        state.namespaces.put("", Optional.empty());
        return state;
    }

    /**
     * The state after the removal of recorded resources.
     *
     * @param kinds finds what is to be known about a trace
     */
    public ObservedState without(List<StateEntry> entries, Function<ResourceHandle, ResourceType> kinds) {
        ObservedState rest = new ObservedState(machine);
        rest.namespaces.putAll(namespaces);
        for (StateEntry entry : entries) {
            rest.removedHandles.add(entry.handle());
            kinds.apply(entry.handle()).applyRemoval(entry.handle(), rest);
        }
        return rest;
    }

    /** From now on, this namespace does not exist. */
    public void removeNamespace(String namespace) {
        removedNamespaces.add(namespace);
        namespaces.put(namespace, Optional.empty());
    }

    /** From now on, a namespace lacks this device. */
    public void removeDevice(String namespace, DeviceLink deviceLink) {
        namespaces.put(namespace, namespace(namespace).map(each -> each.without(deviceLink)));
    }

    public LocalMachine machine() {
        return machine;
    }

    /** Whether there is a namespace of that name, or what a creation that was cut short left of it. */
    public boolean hasNamespace(String namespace) {
        return !isEmpty() && !removedNamespaces.contains(namespace) && Netns.exists(namespace);
    }

    /** Whether what a trace tells of counts as not there, whatever is found. */
    public boolean isKnownAbsent(ResourceHandle handle) {
        return isEmpty() || removedHandles.contains(handle);
    }

    /** Whether it is that of a machine on which nothing of a testbed is: then nothing may be looked at. */
    public boolean isEmpty() {
        return namespaces.containsKey("") && namespaces.get("").isEmpty();
    }

    /** What a namespace has; the empty name is that of mqecn's own. Empty where there is none of that name. */
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

    /** The value of a sysctl in a namespace, words parted by one space each; empty where there is none. */
    public Optional<String> sysctl(String namespace, String key) {
        return sysctls.computeIfAbsent(
                namespace + " " + key,
                name -> namespace.isEmpty()
                        ? readSysctl(key)
                        : isReadable(namespace) ? Netns.call(namespace, () -> readSysctl(key)) : Optional.empty());
    }

    /**
     * What else is to be known, read by those who know how.
     *
     * @param name of it, the same for all who ask for it
     */
    public <T> T cached(String name, Class<T> type, Supplier<T> read) {
        return type.cast(cache.computeIfAbsent(name, key -> read.get()));
    }

    private Optional<String> readSysctl(String key) {
        return SmallFile.read(machine.sysctlFile(key)).map(value -> value.replaceAll("\\s+", " "));
    }
}
