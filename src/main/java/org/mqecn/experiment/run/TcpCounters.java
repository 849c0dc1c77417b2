// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.host.SmallFile;

/**
 * TCP counters, summed over all hosts.
 *
 * @param retransmitted retransmitted segments
 * @param timeouts expired retransmission timeouts
 */
record TcpCounters(long retransmitted, long timeouts) {
    private static final Path PROC = Path.of("/proc/thread-self/net");

    static TcpCounters read(TestbedAccess access) {
        long retransmitted = 0;
        long timeouts = 0;
        for (String host : access.hosts()) {
            Map<String, Long> counters = access.callIn(host, TcpCounters::counters);
            retransmitted += counters.getOrDefault("Tcp:RetransSegs", 0L);
            timeouts += counters.getOrDefault("TcpExt:TCPTimeouts", 0L);
        }
        return new TcpCounters(retransmitted, timeouts);
    }

    private static Map<String, Long> counters() {
        Map<String, Long> counters = new HashMap<>();
        for (String file : List.of("snmp", "netstat")) {
            counters.putAll(parse(SmallFile.read(PROC.resolve(file)).orElse("")));
        }
        return counters;
    }

    /** Parses two lines per protocol: {@code Tcp: RtoMin RetransSegs …} and {@code Tcp: 200 17 …}. */
    static Map<String, Long> parse(String text) {
        Map<String, Long> counters = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" ");
            String[] values = lines.get(i + 1).split(" ");
            for (int column = 1; column < Math.min(names.length, values.length); column++) {
                counters.put(names[0] + names[column], Long.parseLong(values[column]));
            }
        }
        return counters;
    }

    TcpCounters since(TcpCounters earlier) {
        return new TcpCounters(retransmitted - earlier.retransmitted, timeouts - earlier.timeouts);
    }
}
