// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pairs each host with the next one, so that all hosts send and receive without testing all pairs. */
final class HostRing {
    private HostRing() {}

    /** Returns a path from each host to the next one that it has a path to. */
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
