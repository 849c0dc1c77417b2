// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import org.mqecn.host.CommandResult;
import org.mqecn.value.UserError;

/**
 * Flows between hosts of which one is a virtual machine: two iperf3s, in the background of their hosts. However many
 * flows they are, each host starts one process, which costs much where instructions are translated.
 */
record IperfFlow(HostAccess from, String sender, HostAccess to, String receiver, int port) implements BulkFlow {
    private static final int DURATION_SECONDS = 600;
    /** Ends when the port is listened on, or after some ten seconds. */
    private static final String WAIT_FOR_LISTENER = "i=0; until ss -ltnH sport = :PORT | grep -q .; do i=$((i + 1)); "
            + "[ $i -lt 100 ] || exit 1; sleep 0.1; done";

    /**
     * Begins to send.
     *
     * @throws UserError where no iperf3 comes to listen
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

    /** Has a host listen for one client, and gives the process that does. */
    static String startReceiver(HostAccess to, int port) {
        return startInBackground(
                to, "iperf3 -s -1 -p " + port, WAIT_FOR_LISTENER.replace("PORT", Integer.toString(port)));
    }

    /** Starts a command that goes on, waits for what it brings about, and gives its process. */
    private static String startInBackground(HostAccess hostAccess, String command, String waiting) {
        CommandResult result = hostAccess.run(List.of("sh", "-c", command + " >/dev/null 2>&1 & echo $!; " + waiting));
        if (!result.succeeded()) {
            throw new UserError(
                    "iperf3 does not run on " + hostAccess.name() + ": "
                            + result.errors().strip(),
                    "see whether " + hostAccess.name() + " has it");
        }
        return result.output().strip();
    }

    @Override
    public void close() {
        from.run(List.of("kill", sender));
        to.run(List.of("kill", receiver));
    }
}
