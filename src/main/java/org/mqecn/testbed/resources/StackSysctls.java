// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.Map;
import java.util.TreeMap;
import org.mqecn.topology.NetworkStack;

/** The sysctls of a host's transport, in a namespace or in a virtual machine. */
public final class StackSysctls {
    private StackSysctls() {}

    /** Sysctls by key. Those that the testbed file sets directly override those that follow from other keys. */
    public static Map<String, String> of(NetworkStack stack) {
        Map<String, String> sysctls = new TreeMap<>();
        stack.congestionControl().ifPresent(name -> sysctls.put(NetworkStack.CONGESTION_CONTROL_SYSCTL, name));
        stack.ecn().ifPresent(ecn -> sysctls.put(NetworkStack.ECN_SYSCTL, ecn ? "1" : "0"));
        sysctls.putAll(stack.sysctls());
        return sysctls;
    }
}
