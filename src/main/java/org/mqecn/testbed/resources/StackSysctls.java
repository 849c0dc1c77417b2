// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.Map;
import java.util.TreeMap;
import org.mqecn.topology.NetworkStack;

/** The sysctls that make a host's transport what its file says: of a namespace and of a virtual machine alike. */
public final class StackSysctls {
    private StackSysctls() {}

    /** By key; what the file sets by itself goes before what follows from the rest. */
    public static Map<String, String> of(NetworkStack stack) {
        Map<String, String> sysctls = new TreeMap<>();
        stack.congestionControl().ifPresent(name -> sysctls.put("net.ipv4.tcp_congestion_control", name));
        stack.ecn().ifPresent(ecn -> sysctls.put("net.ipv4.tcp_ecn", ecn ? "1" : "0"));
        sysctls.putAll(stack.sysctls());
        return sysctls;
    }
}
