// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mqecn.testbed.ovs.OvsBridgeType;
import org.mqecn.testbed.ovs.OvsDaemonType;
import org.mqecn.testbed.resources.CongestionControlType;
import org.mqecn.testbed.resources.HostNamesType;
import org.mqecn.testbed.resources.LinkType;
import org.mqecn.testbed.resources.ModuleType;
import org.mqecn.testbed.resources.NamespaceType;
import org.mqecn.testbed.resources.ProcessType;
import org.mqecn.testbed.resources.SysctlType;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;
import org.mqecn.testbed.state.StateEntry;
import org.mqecn.testbed.vm.DiskFileType;
import org.mqecn.testbed.vm.MountType;
import org.mqecn.testbed.vm.TapType;
import org.mqecn.testbed.vm.VirtualMachineType;
import org.mqecn.value.UserError;

/** Registry of the resource types by the names in the journal. */
final class ResourceTypes {
    private static final Map<String, ResourceType> TYPES = Map.ofEntries(
            Map.entry(NamespaceType.TYPE, new NamespaceType()),
            Map.entry(LinkType.TYPE, new LinkType()),
            Map.entry(SysctlType.TYPE, new SysctlType()),
            Map.entry(CongestionControlType.TYPE, new CongestionControlType()),
            Map.entry(ModuleType.TYPE, new ModuleType()),
            Map.entry(ProcessType.TYPE, new ProcessType()),
            Map.entry(HostNamesType.TYPE, new HostNamesType()),
            Map.entry(OvsDaemonType.TYPE, new OvsDaemonType()),
            Map.entry(OvsBridgeType.TYPE, new OvsBridgeType()),
            Map.entry(TapType.TYPE, new TapType()),
            Map.entry(DiskFileType.TYPE, new DiskFileType()),
            Map.entry(VirtualMachineType.TYPE, new VirtualMachineType()),
            Map.entry(MountType.TYPE, new MountType()));

    private ResourceTypes() {}

    /**
     * Finds the type of a handle.
     *
     * @throws UserError if it is unknown: another version of mqecn wrote it
     */
    static ResourceType of(ResourceHandle handle) {
        ResourceType type = TYPES.get(handle.type());
        if (type == null) {
            throw new UserError(
                    "the state journal contains the unknown resource type '" + handle.type() + "'",
                    "take the testbed down with the version of mqecn that brought it up");
        }
        return type;
    }

    /** Whether an entry and a handle are of the same shared resource. */
    static boolean isShared(StateEntry entry, ResourceHandle other) {
        List<String> shared = of(other).sharedAttributes();
        return !shared.isEmpty()
                && entry.handle().type().equals(other.type())
                && shared.stream()
                        .allMatch(name -> entry.handle().attribute(name).equals(other.attribute(name)));
    }

    /**
     * The commands that remove those of the recorded resources that are present and owned, the last one first. Without an
     * observed state, all are. What is shared, such as a kernel module, goes if nobody uses it once the others are gone.
     */
    static List<String> removalCommands(List<StateEntry> entries, ObservedState state) {
        List<String> lines = new ArrayList<>();
        ObservedState without = state.without(
                entries.stream()
                        .filter(entry -> of(entry.handle()).sharedAttributes().isEmpty())
                        .toList(),
                ResourceTypes::of);
        for (int i = entries.size() - 1; i >= 0; i--) {
            ResourceHandle handle = entries.get(i).handle();
            ObservedState then = of(handle).sharedAttributes().isEmpty() ? state : without;
            if (state.isEmpty() || of(handle).detect(handle, then) == ResourceType.Presence.OWNED) {
                of(handle).remove(handle, state).forEach(command -> lines.add(command.shellLine()));
            }
        }
        return lines;
    }
}
