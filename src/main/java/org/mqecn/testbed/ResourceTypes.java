// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.List;
import java.util.Map;
import org.mqecn.testbed.ovs.OvsBridgeType;
import org.mqecn.testbed.ovs.OvsDaemonType;
import org.mqecn.testbed.resources.CongestionControlType;
import org.mqecn.testbed.resources.LinkType;
import org.mqecn.testbed.resources.ModuleType;
import org.mqecn.testbed.resources.NamespaceType;
import org.mqecn.testbed.resources.ProcessType;
import org.mqecn.testbed.resources.SysctlType;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.vm.DiskFileType;
import org.mqecn.testbed.vm.MountType;
import org.mqecn.testbed.vm.TapType;
import org.mqecn.testbed.vm.VirtualMachineType;
import org.mqecn.value.UserError;

/** The types of traces, and what is to be known about each. */
final class ResourceTypes {
    private static final Map<String, ResourceType> TYPES = Map.ofEntries(
            Map.entry(NamespaceType.TYPE, new NamespaceType()),
            Map.entry(LinkType.TYPE, new LinkType()),
            Map.entry(SysctlType.TYPE, new SysctlType()),
            Map.entry(CongestionControlType.TYPE, new CongestionControlType()),
            Map.entry(ModuleType.TYPE, new ModuleType()),
            Map.entry(ProcessType.TYPE, new ProcessType()),
            Map.entry(OvsDaemonType.TYPE, new OvsDaemonType()),
            Map.entry(OvsBridgeType.TYPE, new OvsBridgeType()),
            Map.entry(TapType.TYPE, new TapType()),
            Map.entry(DiskFileType.TYPE, new DiskFileType()),
            Map.entry(VirtualMachineType.TYPE, new VirtualMachineType()),
            Map.entry(MountType.TYPE, new MountType()));

    private ResourceTypes() {}

    /**
     * What is to be known about a trace.
     *
     * @throws UserError where another version of mqecn left it
     */
    static ResourceType of(ResourceHandle handle) {
        ResourceType kind = TYPES.get(handle.type());
        if (kind == null) {
            throw new UserError(
                    "the record has a trace of the unknown type '" + handle.type() + "'",
                    "take the testbed down with the version of mqecn that brought it up");
        }
        return kind;
    }

    /** Whether an entry and a trace are of one thing that testbeds share. */
    static boolean isShared(StateEntry entry, ResourceHandle other) {
        List<String> common = of(other).sharedAttributes();
        return !common.isEmpty()
                && entry.handle().type().equals(other.type())
                && common.stream()
                        .allMatch(name -> entry.handle().attribute(name).equals(other.attribute(name)));
    }
}
