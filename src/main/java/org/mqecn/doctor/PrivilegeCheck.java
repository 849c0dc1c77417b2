// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/** Whether this process may change the network. */
record PrivilegeCheck(boolean netAdmin) implements HealthCheck {
    private static final String SOURCE = "CapEff in /proc/self/status";

    @Override
    public Judgement judge() {
        return netAdmin
                ? Judgement.ok("this process may change the network (CAP_NET_ADMIN)", SOURCE)
                : Judgement.warning(
                        "this process cannot change the network: no CAP_NET_ADMIN", SOURCE, "run mqecn with sudo");
    }
}
