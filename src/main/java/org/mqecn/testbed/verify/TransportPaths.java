// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The connections that test the transport of the hosts: each host with settings connects to one with the same settings,
 * and connects to and is connected from one of each other kind of settings, hosts without settings included.
 *
 * @param paths those to test; at most {@value #MAX_CONNECTIONS}
 * @param omitted number of further connections
 */
record TransportPaths(List<NetworkPath> paths, int omitted) {
    private static final int MAX_CONNECTIONS = 64;

    TransportPaths {
        paths = List.copyOf(paths);
    }

    static TransportPaths choose(VerifyContext context) {
        Map<TransportSettings, List<String>> kinds = context.hostAccesses().stream()
                .map(HostAccess::name)
                .filter(context::isReachable)
                .collect(Collectors.groupingBy(context::transportSettings, LinkedHashMap::new, Collectors.toList()));
        Set<NetworkPath> paths = new LinkedHashSet<>();
        int longest = kinds.values().stream().mapToInt(List::size).max().orElse(0);
        // The first hosts of all kinds come first: each kind meets each other one before the limit is reached.
        for (int i = 0; i < longest; i++) {
            for (Map.Entry<TransportSettings, List<String>> kind : kinds.entrySet()) {
                if (kind.getKey().isConfigured() && i < kind.getValue().size()) {
                    addOtherKinds(context, kinds, kind.getKey(), i, paths);
                }
            }
        }
        List<NetworkPath> alike = new ArrayList<>();
        kinds.forEach((settings, hosts) -> {
            if (settings.isConfigured()) {
                alike.addAll(HostRing.paths(hosts, context));
            }
        });
        List<NetworkPath> all = interleave(alike, List.copyOf(paths));
        return new TransportPaths(
                all.subList(0, Math.min(MAX_CONNECTIONS, all.size())), Math.max(0, all.size() - MAX_CONNECTIONS));
    }

    /** Adds both directions between one host and a host of each other kind. */
    private static void addOtherKinds(
            VerifyContext context,
            Map<TransportSettings, List<String>> kinds,
            TransportSettings own,
            int index,
            Set<NetworkPath> paths) {
        String host = kinds.get(own).get(index);
        kinds.forEach((other, peers) -> {
            if (!other.equals(own)) {
                String peer = peers.get(index % peers.size());
                context.path(host, peer).ifPresent(paths::add);
                context.path(peer, host).ifPresent(paths::add);
            }
        });
    }

    private static List<NetworkPath> interleave(List<NetworkPath> first, List<NetworkPath> second) {
        List<NetworkPath> all = new ArrayList<>();
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            all.addAll(first.subList(Math.min(i, first.size()), Math.min(i + 1, first.size())));
            all.addAll(second.subList(Math.min(i, second.size()), Math.min(i + 1, second.size())));
        }
        return all;
    }
}
