// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.value.UserError;

/**
 * Where a flow server listens: {@code [NETNS=]ADDRESS[:PORT]}.
 *
 * @param namespace empty for the network namespace of the process
 */
public record ServerEndpoint(String namespace, InetSocketAddress address) {
    public static final int DEFAULT_PORT = 5300;

    private static final Pattern SYNTAX = Pattern.compile("(?:([^=/]+)=)?(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65535;

    public static ServerEndpoint parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw UserError.usage(
                    "'" + text + "' is not ADDRESS or ADDRESS:PORT, with an IPv4 address",
                    "for example 10.0.1.2, 10.0.1.2:" + DEFAULT_PORT + " or h1=10.0.1.2");
        }
        int port = matcher.group(3) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(3));
        if (port == 0 || port > MAX_PORT) {
            throw UserError.usage("'" + text + "': port " + port + " is out of range", "a port is 1 to " + MAX_PORT);
        }
        try {
            return new ServerEndpoint(
                    matcher.group(1) == null ? "" : matcher.group(1),
                    new InetSocketAddress(InetAddress.getByName(matcher.group(2)), port));
        } catch (UnknownHostException e) {
            throw UserError.usage(
                    "'" + matcher.group(2) + "' is not an IPv4 address", "each of its four numbers is 0 to 255");
        }
    }
}
