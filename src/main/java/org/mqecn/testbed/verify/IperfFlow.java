// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import org.mqecn.host.CommandResult;
import org.mqecn.port.UserError;

/**
 * Flows between hosts of which one is a virtual machine: two iperf3s, in the background of their hosts. However many
 * flows they are, each host starts one process, which costs much where instructions are translated.
 */
record IperfFlow(Station from, String sender, Station to, String receiver, int port) implements Flow {
    private static final int SECONDS = 600;
    /** Ends when the port is listened on, or after some ten seconds. */
    private static final String LISTENING = "i=0; until ss -ltnH sport = :PORT | grep -q .; do i=$((i + 1)); "
            + "[ $i -lt 100 ] || exit 1; sleep 0.1; done";

    /**
     * Begins to send.
     *
     * @throws UserError where no iperf3 comes to listen
     */
    static Flow start(Station from, Station to, String address, int port, long bytesPerSecond, int count) {
        String receiver = receive(to, port);
        String sender = begin(from, "iperf3 -c " + address + " -p " + port + " -t " + SECONDS + " -P " + count
                + " --fq-rate " + bytesPerSecond * Byte.SIZE, ":");
        return new IperfFlow(from, sender, to, receiver, port);
    }

    /** Has a host listen for one client, and gives the process that does. */
    static String receive(Station to, int port) {
        return begin(to, "iperf3 -s -1 -p " + port, LISTENING.replace("PORT", Integer.toString(port)));
    }

    /** Starts a command that goes on, waits for what it brings about, and gives its process. */
    private static String begin(Station station, String command, String waiting) {
        CommandResult result = station.run(List.of("sh", "-c", command + " >/dev/null 2>&1 & echo $!; " + waiting));
        if (!result.succeeded()) {
            throw new UserError("iperf3 does not run on " + station.name() + ": " + result.errors().strip(),
                    "see whether " + station.name() + " has it");
        }
        return result.output().strip();
    }

    @Override
    public void close() {
        from.run(List.of("kill", sender));
        to.run(List.of("kill", receiver));
    }
}
