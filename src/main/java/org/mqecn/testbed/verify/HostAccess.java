// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandResult;
import org.mqecn.netlink.TcpConnection;

/** Access to a running host. */
interface HostAccess {
    String name();

    /**
     * Runs a command on the host.
     *
     * @throws org.mqecn.value.UserError if the host has no such program
     */
    CommandResult run(List<String> command);

    /** Returns the command to type on this machine to run a command on the host. */
    String commandLine(String command);

    /** Returns the TCP connections of the host. */
    List<TcpConnection> connections();

    /** Returns the value of a sysctl; empty if it does not exist. */
    Optional<String> sysctl(String key);

    /** Whether its CPU is emulated. */
    boolean isEmulated();

    /** Returns its network namespace; empty for a virtual machine. */
    Optional<String> namespace();
}
