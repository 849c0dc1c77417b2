// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mqecn.value.UserError;

/** An address to listen on: {@code 9876} and {@code localhost:9876} for this machine only, {@code :9876} for all. */
public record ListenAddress(InetSocketAddress socketAddress) {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.%]+]|[^:\\[\\]]*)(:))?(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    /** @throws UserError a usage error */
    public static ListenAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
            throw UserError.usage(
                    "'" + text + "' is no address to listen on",
                    "write a port (9876: this machine only), HOST:PORT, or :PORT for all addresses");
        }
        int port = Integer.parseInt(parts.group(3));
        if (parts.group(2) == null) {
            return new ListenAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        return parts.group(1).isEmpty()
                ? new ListenAddress(new InetSocketAddress(port))
                : new ListenAddress(new InetSocketAddress(resolve(parts.group(1)), port));
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw UserError.usage(
                    "unknown host '" + host + "' to listen on",
                    "write an address of this machine: 'ip address' lists them");
        }
    }

    /** Whether only this machine can connect. */
    public boolean isLoopback() {
        return socketAddress.getAddress().isLoopbackAddress();
    }

    /** Whether it stands for all addresses of this machine. */
    public boolean isWildcard() {
        return socketAddress.getAddress().isAnyLocalAddress();
    }

    /** The address without the port, as in a URL. */
    public String host() {
        String host = socketAddress.getAddress().getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        return host() + ":" + socketAddress.getPort();
    }
}
