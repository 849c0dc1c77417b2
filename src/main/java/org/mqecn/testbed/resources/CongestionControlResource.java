// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A congestion control that unprivileged processes and other namespaces may choose.
 *
 * @param alsoAllowed the congestion controls that earlier commands of the same plan allow
 */
public record CongestionControlResource(String congestionControl, List<String> alsoAllowed) implements Resource {
    @Override
    public String name() {
        return "congestion control " + congestionControl;
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return CongestionControlType.isAllowed(congestionControl, state)
                ? ResourceStatus.IN_SYNC
                : ResourceStatus.MISSING;
    }

    @Override
    public List<Command> create(ObservedState state) {
        return List.of(CongestionControlType.allow(congestionControl, alsoAllowed, state));
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return create(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return Optional.of(CongestionControlType.of(congestionControl));
    }
}
