// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.List;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Offloads;

/**
 * Turns off segmentation and receive offloads, which create GSO packets: up to 64 KB that the network stack handles as
 * one packet. A port segments them, but they arrive in bursts that a link would not deliver. So they should be avoided on
 * the device of the port, at senders, and on devices that receive packets to forward.
 */
final class OffloadPlanner {
    /** An option of {@code ethtool -K} and the features that it changes. */
    private record OffloadFeature(String option, String featurePattern) {
        List<String> activeIn(Offloads offloads) {
            return offloads.active().stream()
                    .filter(name -> name.matches(featurePattern))
                    .sorted()
                    .toList();
        }
    }

    private static final List<OffloadFeature> FEATURES = List.of(
            new OffloadFeature("tso", "tx-tcp.*-segmentation"),
            new OffloadFeature("gso", "tx-generic-segmentation"),
            new OffloadFeature("gro", "rx-gro"),
            new OffloadFeature("lro", "rx-lro"),
            new OffloadFeature("rx-gro-hw", "rx-gro-hw"));
    private static final List<String> DEFAULT_FEATURES_OFF = List.of("tso", "off", "gso", "off", "gro", "off");

    private final NetnsCommands netnsCommands;

    OffloadPlanner(NetnsCommands netnsCommands) {
        this.netnsCommands = netnsCommands;
    }

    /** The commands that turn off the active offloads of a device. */
    CommandPlan planDisable(String device, DeviceStateStore.DeviceState found) {
        CommandPlan commandPlan = new CommandPlan();
        if (found.gsoMaxSegments() != 1) {
            commandPlan.add(gsoMaxSegmentsCommand(device, 1), gsoMaxSegmentsCommand(device, found.gsoMaxSegments()));
        }
        List<String> off = new ArrayList<>();
        List<String> on = new ArrayList<>();
        for (OffloadFeature each : FEATURES) {
            List<String> active = each.activeIn(found.offloads());
            if (!active.isEmpty()) {
                off.addAll(List.of(each.option, "off"));
                active.forEach(name -> on.addAll(List.of(name, "on")));
            }
        }
        return off.isEmpty() ? commandPlan : commandPlan.add(featuresCommand(device, off), featuresCommand(device, on));
    }

    /** As {@link #planDisable}, for a device whose offloads are unknown. */
    CommandPlan planDisableUnknownDevice(String device) {
        return new CommandPlan()
                .add(gsoMaxSegmentsCommand(device, 1))
                .add(featuresCommand(device, DEFAULT_FEATURES_OFF));
    }

    /** The commands that restore the previous state of a device. */
    CommandPlan planRestore(DeviceLink deviceLink, DeviceStateStore.DeviceState before) {
        CommandPlan commandPlan = new CommandPlan();
        if (deviceLink.gsoMaxSegments() != before.gsoMaxSegments()) {
            commandPlan.add(
                    gsoMaxSegmentsCommand(deviceLink.name(), before.gsoMaxSegments()),
                    gsoMaxSegmentsCommand(deviceLink.name(), deviceLink.gsoMaxSegments()));
        }
        List<String> missing = before.offloads().missingFrom(Offloads.read(deviceLink.name()));
        if (!missing.isEmpty()) {
            commandPlan.add(featuresCommand(
                    deviceLink.name(),
                    missing.stream()
                            .flatMap(name -> List.of(name, "on").stream())
                            .toList()));
        }
        return commandPlan;
    }

    private Command gsoMaxSegmentsCommand(String device, long number) {
        return netnsCommands.ip("link", "set", "dev", device, "gso_max_segs", Long.toString(number));
    }

    private Command featuresCommand(String device, List<String> features) {
        List<String> words = new ArrayList<>(List.of("ethtool", "-K", device));
        words.addAll(features);
        return netnsCommands.exec(Command.of(words));
    }
}
