// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import org.mqecn.host.NetnsCommands;

/**
 * Writes commands in remedies, for the network namespace that was examined.
 *
 * @param namespace its name; empty for the one that mqecn runs in
 */
record RemedyCommands(String namespace) {
    /** {@code 'mqecn get eth1 -n h1'}. */
    String mqecn(String words) {
        return quoted("mqecn " + words + (namespace.isEmpty() ? "" : " -n " + namespace));
    }

    /** {@code 'ip netns exec h1 sysctl -w net.ipv4.tcp_ecn=1'}. */
    String exec(String... words) {
        return quoted(new NetnsCommands(namespace).exec(words).shellLine());
    }

    private static String quoted(String command) {
        return "'" + command + "'";
    }
}
