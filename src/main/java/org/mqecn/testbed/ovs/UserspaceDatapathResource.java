// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.Resource;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceStatus;

/**
 * A resource that only the userspace datapath of Open vSwitch needs: disabled checksum offload. The kernel datapath
 * forwards the metadata of a missing checksum. The userspace datapath sees only bytes, and receivers would drop packets.
 */
public record UserspaceDatapathResource(Resource resource) implements Resource {
    @Override
    public String name() {
        return resource.name();
    }

    @Override
    public ResourceStatus observe(ObservedState state) {
        return OvsState.datapath(state).equals(OvsState.KERNEL_DATAPATH)
                ? ResourceStatus.IN_SYNC
                : resource.observe(state);
    }

    @Override
    public List<Command> create(ObservedState state) {
        return resource.create(state);
    }

    @Override
    public List<Command> repair(ObservedState state) {
        return resource.repair(state);
    }

    @Override
    public Optional<ResourceHandle> handle() {
        return resource.handle();
    }
}
