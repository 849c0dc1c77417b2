// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Each host with the next, so that everybody sends and receives without everybody sending to everybody. */
final class HostRing {
    private HostRing() {}

    /** The way from each host to the next of them that it has a way to. */
    static List<NetworkPath> paths(List<String> hosts, VerifyContext context) {
        Map<String, NetworkPath> ring = new LinkedHashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            String from = hosts.get(i);
            for (int next = 1; next < hosts.size() && !ring.containsKey(from); next++) {
                context.path(from, hosts.get((i + next) % hosts.size()))
                        .ifPresent(networkPath -> ring.put(from, networkPath));
            }
        }
        return List.copyOf(ring.values());
    }
}
