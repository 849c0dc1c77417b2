// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.socket.TcpInfo;

/** Parses the output of {@code ss -tinoOH}, for hosts whose INET_DIAG socket this process cannot open. */
final class SsOutputParser {
    private static final Pattern ADDRESS = Pattern.compile("\\[?(?:::ffff:)?(\\d+(?:\\.\\d+){3})]?:(\\d+)");
    private static final Pattern CONGESTION_CONTROL = Pattern.compile(" ([a-z][a-z0-9_-]*) wscale:");
    private static final double MICROS = 1000;

    private SsOutputParser() {}

    static List<TcpConnection> parse(String text) {
        return text.lines().flatMap(line -> connection(line).stream()).toList();
    }

    private static Optional<TcpConnection> connection(String line) {
        Matcher address = ADDRESS.matcher(line);
        if (!address.find()) {
            return Optional.empty();
        }
        String local = address.group(1);
        int port = Integer.parseInt(address.group(2));
        if (!address.find()) {
            return Optional.empty();
        }
        List<String> tokens = Arrays.asList(line.split("\\s+"));
        boolean dctcp = line.contains(" dctcp:(");
        TcpInfo info = new TcpInfo(
                tokens.contains("ecn"),
                tokens.contains("ecnseen"),
                dctcp,
                Math.round(MICROS * doubleValue(line, " rtt:([\\d.]+)")),
                longValue(line, " cwnd:(\\d+)"),
                longValue(line, " retrans:\\d+/(\\d+)"),
                longValue(line, " bytes_acked:(\\d+)"),
                longValue(line, " bytes_received:(\\d+)"),
                longValue(line, " delivered:(\\d+)"),
                longValue(line, " delivered_ce:(\\d+)"));
        return Optional.of(new TcpConnection(
                local, port, address.group(1), Integer.parseInt(address.group(2)), congestionControl(line), info));
    }

    /** The name follows the options and precedes the first number. */
    private static String congestionControl(String line) {
        Matcher matcher = CONGESTION_CONTROL.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static long longValue(String line, String pattern) {
        return (long) doubleValue(line, pattern);
    }

    private static double doubleValue(String line, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
