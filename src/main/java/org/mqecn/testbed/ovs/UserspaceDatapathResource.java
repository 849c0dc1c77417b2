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
 * A part that Open vSwitch needs where its datapath is the one in userspace. The kernel's passes on that a sender left
 * its checksums to hardware which is not there; the other sees the bytes alone, and whoever gets the packet drops it.
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
