// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.testbed.state.ObservedNamespace;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A veth pair.
 *
 * @param deviceIdentity the end at which the pair is removed
 */
public record VethResource(LinkType.DeviceIdentity deviceIdentity, LinkType.DeviceIdentity peer, int mtu)
        implements Resource {
    @Override
    public String name() {
        return "link " + label(deviceIdentity) + " to " + label(peer);
    }

    private static String label(LinkType.DeviceIdentity deviceIdentity) {
        return ObservedNamespace.label(deviceIdentity.namespace(), deviceIdentity.device());
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        Optional<DeviceLink> one = deviceIdentity.find(state);
        Optional<DeviceLink> other = peer.find(state);
        if (one.isEmpty() && other.isEmpty()) {
            return ResourceStatus.MISSING;
        }
        List<String> differences = new ArrayList<>();
        check(deviceIdentity, one, other, differences);
        check(peer, other, one, differences);
        return ResourceStatus.ofDifferences(differences);
    }

    private static void check(
            LinkType.DeviceIdentity wanted,
            Optional<DeviceLink> found,
            Optional<DeviceLink> other,
            List<String> differences) {
        if (found.isEmpty()) {
            differences.add(label(wanted) + ": missing");
        } else if (!found.get().name().equals(wanted.device())) {
            differences.add(label(wanted) + ": is named " + found.get().name());
        } else if (other.isPresent() && found.get().peerIndex() != other.get().index()) {
            differences.add(label(wanted) + ": wrong peer");
        }
    }

    @Override
    public List<Command> create(ObservedState state) {
        List<String> words = new ArrayList<>(List.of("ip", "link", "add"));
        words.addAll(deviceArguments(deviceIdentity));
        words.addAll(List.of("type", "veth", "peer", "name"));
        words.addAll(deviceArguments(peer));
        return List.of(Command.of(words));
    }

    private List<String> deviceArguments(LinkType.DeviceIdentity each) {
        List<String> words = new ArrayList<>(List.of(each.device()));
        if (!each.namespace().isEmpty()) {
            words.addAll(List.of("netns", each.namespace()));
        }
        words.addAll(List.of("address", each.mac(), "mtu", Integer.toString(mtu)));
        return words;
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return List.of();
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(LinkType.of(deviceIdentity, peer));
    }
}
