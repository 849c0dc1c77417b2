// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.List;
import org.mqecn.host.CommandResult;
import org.mqecn.host.Sleep;
import org.mqecn.port.UserError;

/** A flow between hosts of which one is a virtual machine: two iperf3s, in the background of their hosts. */
record IperfFlow(Station from, String sender, Station to, String receiver, int port) implements Flow {
    private static final int SECONDS = 600;
    private static final int PATIENCE = 100;
    private static final long PAUSE_NANOS = 100_000_000;

    /**
     * Begins to send.
     *
     * @throws UserError where no iperf3 comes to listen
     */
    static Flow start(Station from, Station to, String address, int port, long bytesPerSecond) {
        String receiver = receive(to, port);
        String sender = begin(from, "iperf3 -c " + address + " -p " + port + " -t " + SECONDS + " --fq-rate "
                + bytesPerSecond * Byte.SIZE);
        return new IperfFlow(from, sender, to, receiver, port);
    }

    /** Has a host listen for one flow, and gives the process that does. */
    static String receive(Station to, int port) {
        String receiver = begin(to, "iperf3 -s -1 -p " + port);
        List<String> listening = List.of("ss", "-ltnH", "sport = :" + port);
        for (int i = 0; to.run(listening).output().isBlank(); i++) {
            if (i == PATIENCE) {
                throw new UserError("iperf3 does not listen on " + to.name(), "see whether " + to.name() + " has it");
            }
            Sleep.until(System.nanoTime() + PAUSE_NANOS);
        }
        return receiver;
    }

    /** Starts a command that goes on, and gives its process. */
    private static String begin(Station station, String command) {
        CommandResult result = station.run(List.of("sh", "-c", command + " >/dev/null 2>&1 & echo $!"));
        if (!result.succeeded()) {
            throw new UserError("cannot run iperf3 on " + station.name() + ": " + result.errors().strip(), "");
        }
        return result.output().strip();
    }

    @Override
    public void close() {
        from.run(List.of("kill", sender));
        to.run(List.of("kill", receiver));
    }
}
