// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.Testbed.NodeAddress;

/**
 * The comparison of a testbed with its file.
 *
 * @param testbed name of the testbed
 * @param resourceCount resources in the file
 * @param addresses in the file; another address of the kernel is a mismatch
 * @param mismatches resources that are missing or differ
 * @param unexpected names of resources that the testbed owns, but that are not in its file
 */
public record StatusReport(
        String testbed,
        int resourceCount,
        List<NodeAddress> addresses,
        List<ResourceMismatch> mismatches,
        List<String> unexpected) {
    /** A resource that is missing or differs. */
    public record ResourceMismatch(String resource, ResourceStatus status) {
        /** One line for the resource if it is missing, and one for each difference. */
        public List<String> lines() {
            List<String> lines = new ArrayList<>(status.present() ? List.of() : List.of(resource + " is missing"));
            status.differences().forEach(difference -> lines.add(resource + ": " + difference));
            return lines;
        }
    }

    public StatusReport {
        addresses = List.copyOf(addresses);
        mismatches = List.copyOf(mismatches);
        unexpected = List.copyOf(unexpected);
    }

    static StatusReport of(Testbed testbed, LocalMachine machine) {
        ObservedState state = new ObservedState(machine);
        List<Resource> resources = ResourceGraph.of(testbed, machine);
        Set<String> names = resources.stream().map(Resource::name).collect(Collectors.toSet());
        List<String> unexpected = StateJournal.read(machine, testbed.name()).stream()
                .filter(entry -> !names.contains(entry.resource())
                        && ResourceTypes.of(entry.handle()).detect(entry.handle(), state)
                                == ResourceType.Presence.OWNED)
                .map(StateEntry::resource)
                .toList();
        return new StatusReport(
                testbed.name(), resources.size(), testbed.addresses(), compare(resources, state), unexpected);
    }

    /** The resources that are missing or differ. */
    static List<ResourceMismatch> compare(List<Resource> resources, ObservedState state) {
        return resources.stream()
                .map(resource -> new ResourceMismatch(resource.name(), resource.observe(state)))
                .filter(mismatch -> !mismatch.status().isInSync())
                .toList();
    }

    public boolean isInSync() {
        return mismatches.isEmpty() && unexpected.isEmpty();
    }
}
