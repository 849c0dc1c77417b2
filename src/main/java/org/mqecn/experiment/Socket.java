// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sender's TCP connection as {@code ss -tinOH} shows it. The kernel reports DCTCP's state only while DCTCP is at
 * work; where ECN was not negotiated it has quietly become Reno, and says nothing (alpha is absent).
 *
 * @param marked packets that the receiver told were marked
 */
record Socket(long bytesSent, boolean dctcp, long marked) {
    private static final Pattern SENT = Pattern.compile("bytes_sent:(\\d+)");
    private static final Pattern DCTCP = Pattern.compile(" dctcp:\\(ce_state:\\d+,alpha:\\d+");
    private static final Pattern MARKED = Pattern.compile("delivered_ce:(\\d+)");

    /** The connection that carries the data; iperf3 has another one for control. */
    static Optional<Socket> busiest(String text) {
        List<Socket> all = text.lines().filter(line -> !line.isBlank()).map(Socket::parse).toList();
        return all.stream().max(Comparator.comparingLong(Socket::bytesSent));
    }

    private static Socket parse(String line) {
        return new Socket(number(SENT, line), DCTCP.matcher(line).find(), number(MARKED, line));
    }

    private static long number(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
