// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mqecn.host.LocalMachine;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceStatus;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.state.StateJournal;
import org.mqecn.topology.Testbed;

/**
 * How a testbed stands, from what is really there.
 *
 * @param testbed its name
 * @param resourceCount of its parts
 * @param mismatches those that are not as described, with a line for each difference
 * @param unexpected what is there of it and is not described
 */
public record StatusReport(
        String testbed, int resourceCount, List<ResourceMismatch> mismatches, List<String> unexpected) {
    /** A part that is missing, or differs. */
    public record ResourceMismatch(String resource, ResourceStatus status) {}

    public StatusReport {
        mismatches = List.copyOf(mismatches);
        unexpected = List.copyOf(unexpected);
    }

    static StatusReport of(Testbed testbed, LocalMachine machine) {
        ObservedState state = new ObservedState(machine);
        List<Resource> parts = ResourceGraph.of(testbed, machine);
        List<ResourceMismatch> wrong = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Resource resource : parts) {
            names.add(resource.name());
            ResourceStatus status = resource.observe(state);
            if (!status.isInSync()) {
                wrong.add(new ResourceMismatch(resource.name(), status));
            }
        }
        List<String> superfluous = StateJournal.read(machine, testbed.name()).stream()
                .filter(entry -> !names.contains(entry.resource())
                        && ResourceTypes.of(entry.handle()).detect(entry.handle(), state)
                                == ResourceType.Presence.OWNED)
                .map(StateEntry::resource)
                .toList();
        return new StatusReport(testbed.name(), parts.size(), wrong, superfluous);
    }

    public boolean isInSync() {
        return mismatches.isEmpty() && unexpected.isEmpty();
    }
}
