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
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/** A device that is not left some of the kernel's work: it is done before a packet is given to it. */
public record OffloadResource(String namespace, String device, OffloadKind kind) implements Resource {
    /** What a device may be left to do. */
    public enum OffloadKind {
        /** Super-packets are cut as they leave the qdisc for the device. */
        SEGMENTATION(Offloads::hasSegmentationOffload, "tso", "gso"),
        CHECKSUMS(Offloads::hasTxChecksumOffload, "tx");

        private final Predicate<Offloads> isEnabled;
        private final List<String> features;

        OffloadKind(Predicate<Offloads> isLeft, String... features) {
            this.isEnabled = isLeft;
            this.features = List.of(features);
        }

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String deviceLabel() {
        return new NetnsCommands(namespace).label(device);
    }

    @Override
    public String name() {
        return kind.label() + " of " + deviceLabel();
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
