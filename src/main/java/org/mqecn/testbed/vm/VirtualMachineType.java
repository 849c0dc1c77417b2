// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.util.List;
import java.util.Map;
import org.mqecn.host.Command;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.testbed.state.ResourceHandle;
import org.mqecn.testbed.state.ResourceType;

/** The QEMU process of a virtual machine. */
public final class VirtualMachineType implements ResourceType {
    public static final String TYPE = "machine";

    private static final String TESTBED = "testbed";
    private static final String HOST = "host";

    static ResourceHandle of(String testbed, String host) {
        return new ResourceHandle(TYPE, Map.of(TESTBED, testbed, HOST, host));
    }

    @Override
    public Presence detect(ResourceHandle handle, ObservedState state) {
        VirtualMachineFiles files =
                VirtualMachineFiles.of(state.machine(), handle.attribute(TESTBED), handle.attribute(HOST));
        return new VirtualMachineController(state.machine()).findProcess(files).isPresent()
                ? Presence.OWNED
                : Presence.ABSENT;
    }

    @Override
    public List<Command> remove(ResourceHandle handle, ObservedState state) {
        return List.of(VirtualMachineController.haltCommand(handle.attribute(TESTBED), handle.attribute(HOST)));
    }
}
