// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.mqecn.host.Command;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.Offloads;

/** A device that is not left some of the kernel's work: it is done before a packet is given to it. */
public record OffloadPart(String namespace, String device, Work work) implements Part {
    /** What a device may be left to do. */
    public enum Work {
        /** Super-packets are cut as they leave the qdisc for the device. */
        SEGMENTATION(Offloads::makesSuperPackets, "tso", "gso"),
        CHECKSUMS(Offloads::leavesChecksums, "tx");

        private final Predicate<Offloads> isLeft;
        private final List<String> features;

        Work(Predicate<Offloads> isLeft, String... features) {
            this.isLeft = isLeft;
            this.features = List.of(features);
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private String typed() {
        return new Typed(namespace).name(device);
    }

    @Override
    public String name() {
        return work.word() + " of " + typed();
    }

    @Override
    public Standing look(Truth truth) {
        if (truth.network(namespace).flatMap(network -> network.link(device)).isEmpty()) {
            return Standing.MISSING;
        }
        Offloads offloads = truth.known("offloads of " + typed(), Offloads.class,
                () -> Netns.call(namespace, () -> Offloads.read(device)));
        return Standing.with(work.isLeft.test(offloads) ? List.of(String.join(", ", work.features) + " off: is on")
                : List.of());
    }

    @Override
    public List<Command> make(Truth truth) {
        List<String> words = new ArrayList<>(List.of("ethtool", "-K", device));
        work.features.forEach(feature -> words.addAll(List.of(feature, "off")));
        return List.of(new Typed(namespace).inside(Command.of(words)));
    }

    @Override
    public List<Command> mend(Truth truth) {
        return make(truth);
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.empty();
    }
}
