// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.mqecn.host.Command;
import org.mqecn.host.NetnsCommands;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** An offload of a device that is disabled: the kernel does the work before it passes packets to the device. */
public record OffloadResource(String namespace, String device, OffloadKind kind) implements Resource {
    /** An offload. */
    public enum OffloadKind {
        /** GSO packets are segmented between qdisc and device. */
        SEGMENTATION(Offloads::hasSegmentationOffload, "tso", "gso"),
        CHECKSUM(Offloads::hasTxChecksumOffload, "tx");

        private final Predicate<Offloads> isEnabled;
        private final List<String> features;

        OffloadKind(Predicate<Offloads> isEnabled, String... features) {
            this.isEnabled = isEnabled;
            this.features = List.of(features);
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String deviceLabel() {
        return ObservedNamespace.label(namespace, device);
    }

    @Override
    public String name() {
        return kind.label() + " offload of " + deviceLabel();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        if (state.namespace(namespace)
                .flatMap(observedNamespace -> observedNamespace.link(device))
                .isEmpty()) {
            return ResourceStatus.MISSING;
        }
        Offloads offloads = state.cached(
                "offloads of " + deviceLabel(),
                Offloads.class,
                () -> Netns.call(namespace, () -> Offloads.read(device)));
        return ResourceStatus.ofDifferences(
                kind.isEnabled.test(offloads) ? List.of(String.join(", ", kind.features) + " off: is on") : List.of());
    }

    @Override
    public List<Command> create(ObservedState state) {
        List<String> words = new ArrayList<>(List.of("ethtool", "-K", device));
        kind.features.forEach(feature -> words.addAll(List.of(feature, "off")));
        return List.of(new NetnsCommands(namespace).exec(Command.of(words)));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.empty();
    }
}
