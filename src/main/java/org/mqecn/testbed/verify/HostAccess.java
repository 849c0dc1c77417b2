// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandResult;
import org.mqecn.netlink.TcpConnection;

/** A host of a testbed, from which it is looked at. */
interface HostAccess {
    String name();

    /** Runs a command there. */
    CommandResult run(List<String> command);

    /** A command as a person types it on this machine to have it run there. */
    String commandLine(String command);

    /** The TCP connections that it has. */
    List<TcpConnection> connections();

    /** The value of one of its sysctls; empty where there is none. */
    Optional<String> sysctl(String key);

    /** Whether software stands in for its processor. */
    boolean isEmulated();

    /** The network namespace that it is; empty where it is a machine of its own. */
    Optional<String> namespace();
}
