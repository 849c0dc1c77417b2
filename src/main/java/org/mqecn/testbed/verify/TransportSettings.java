// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Map;
import java.util.Optional;
import org.mqecn.testbed.resources.StackSysctls;
import org.mqecn.topology.NetworkStack;

/**
 * What the file says about the connections of a host, by keys of their own or as sysctls.
 *
 * @param congestionControl empty for that of the machine
 * @param ecn value of net.ipv4.tcp_ecn: 0 never, 1 request and accept, others accept; empty for the kernel's default, 2
 */
record TransportSettings(Optional<String> congestionControl, Optional<String> ecn) {
    private static final String NEVER = "0";
    private static final String REQUEST = "1";

    static TransportSettings of(NetworkStack stack) {
        Map<String, String> sysctls = StackSysctls.of(stack);
        return new TransportSettings(
                Optional.ofNullable(sysctls.get(NetworkStack.CONGESTION_CONTROL_SYSCTL)),
                Optional.ofNullable(sysctls.get(NetworkStack.ECN_SYSCTL)));
    }

    boolean isConfigured() {
        return congestionControl.isPresent() || ecn.isPresent();
    }

    boolean usesDctcp() {
        return congestionControl.filter(NetworkStack.DCTCP::equals).isPresent();
    }

    /** Whether its connections request ECN. DCTCP does so whatever tcp_ecn is. */
    private boolean requestsEcn() {
        return usesDctcp() || ecn.filter(REQUEST::equals).isPresent();
    }

    /**
     * Whether connections to a host with other settings negotiate ECN. DCTCP marks its SYN as ECN-capable, and only a
     * listener with DCTCP accepts that.
     */
    boolean negotiatesEcnWith(TransportSettings peer) {
        return requestsEcn() && (peer.usesDctcp() || !usesDctcp() && !peer.refusesEcn());
    }

    /** Whether the file rules ECN out for connections to a host with other settings. */
    boolean rulesOutEcnWith(TransportSettings peer) {
        return refusesEcn() || requestsEcn() && !negotiatesEcnWith(peer);
    }

    private boolean refusesEcn() {
        return !usesDctcp() && ecn.filter(NEVER::equals).isPresent();
    }
}
