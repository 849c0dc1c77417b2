// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** Socket options of UDP channels. */
final class DatagramSockets {
    private static final int ECT_0 = 2;

    private DatagramSockets() {}

    /** Sets the DSCP of later packets, and ECT(0) if they are ECN-capable. */
    static void setTos(DatagramChannel socket, int dscp, boolean ecn) throws IOException {
        socket.setOption(StandardSocketOptions.IP_TOS, dscp << 2 | (ecn ? ECT_0 : 0));
    }

    /** Closes a channel; a thread that waits on it gets a ClosedChannelException. */
    static void close(DatagramChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
