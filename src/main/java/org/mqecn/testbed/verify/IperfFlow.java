// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

/**
 * Flows between two hosts, one of them a virtual machine: an iperf3 process in the background of each host. One process
 * serves all flows, because starting a process is slow in an emulated machine.
 */
record IperfFlow(HostAccess from, String sender, HostAccess to, String receiver, int port) implements BulkFlow {
    private static final int DURATION_SECONDS = 600;
    /** Waits until a process listens on the port, for about ten seconds at most. */
    private static final String WAIT_FOR_LISTENER = "i=0; until ss -ltnH sport = :PORT | grep -q .; do i=$((i + 1)); "
            + "[ $i -lt 100 ] || exit 1; sleep 0.1; done";

    /**
     * Starts to send.
     *
     * @throws UserError if iperf3 does not listen
     */
    static BulkFlow start(HostAccess from, HostAccess to, String address, int port, long bytesPerSecond, int count) {
        String receiver = startReceiver(to, port);
        String sender = startInBackground(
                from,
                "iperf3 -c " + address + " -p " + port + " -t " + DURATION_SECONDS + " -P " + count + " --fq-rate "
                        + bytesPerSecond * Byte.SIZE,
                ":");
        return new IperfFlow(from, sender, to, receiver, port);
    }

    /** Starts a receiver for one client; returns its process id. */
    static String startReceiver(HostAccess to, int port) {
        return startInBackground(
                to, "iperf3 -s -1 -p " + port, WAIT_FOR_LISTENER.replace("PORT", Integer.toString(port)));
    }

    /** Starts a command in the background and waits until it is ready; returns its process id. */
    private static String startInBackground(HostAccess hostAccess, String command, String waitCommand) {
        CommandResult result =
                hostAccess.run(List.of("sh", "-c", command + " >/dev/null 2>&1 & echo $!; " + waitCommand));
        if (!result.succeeded()) {
            throw new UserError(
                    "iperf3 does not run on " + hostAccess.name() + ": "
                            + result.errors().strip(),
                    "check that " + hostAccess.name() + " has the package iperf3");
        }
        return result.output().strip();
    }

    @Override
    public void close() {
        from.run(List.of("kill", sender));
        to.run(List.of("kill", receiver));
    }
}
