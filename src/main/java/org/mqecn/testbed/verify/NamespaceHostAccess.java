// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.Programs;
import org.mqecn.netlink.Netns;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.testbed.state.ObservedState;

/** A host that is a network namespace. Threads that enter it need no extra process. */
record NamespaceHostAccess(String name, String namespacePath, CommandRunner runner, ObservedState state)
        implements HostAccess {
    @Override
    public CommandResult run(List<String> command) {
        Programs.require(List.of(command.get(0)));
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespacePath));
        words.addAll(command);
        return runner.capture(words);
    }

    @Override
    public String commandLine(String command) {
        return "ip netns exec " + namespacePath + " " + command;
    }

    @Override
    public List<TcpConnection> connections() {
        return Netns.call(namespacePath, TcpConnection::readAll);
    }

    @Override
    public Optional<String> sysctl(String key) {
        return state.sysctl(namespacePath, key);
    }

    @Override
    public boolean isEmulated() {
        return false;
    }

    @Override
    public Optional<String> namespace() {
        return Optional.of(namespacePath);
    }
}
