// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts bulk flows between hosts, each to a separate TCP port. */
final class FlowStarter {
    private static final int FIRST_TCP_PORT = 58_000;

    private final Map<String, HostAccess> hosts;
    private int nextTcpPort = FIRST_TCP_PORT;

    /** @param hosts by name */
    FlowStarter(Map<String, HostAccess> hosts) {
        this.hosts = hosts;
    }

    /** Returns a TCP port that no earlier flow has used. */
    int allocateTcpPort() {
        return nextTcpPort++;
    }

    /**
     * Starts flows along a path.
     *
     * @param bytesPerSecond pacing rate of each flow
     */
    List<BulkFlow> start(NetworkPath path, long bytesPerSecond, int count) {
        HostAccess from = hosts.get(path.from());
        HostAccess to = hosts.get(path.to());
        if (from.namespace().isEmpty() || to.namespace().isEmpty()) {
            return List.of(IperfFlow.start(from, to, path.address(), allocateTcpPort(), bytesPerSecond, count));
        }
        List<BulkFlow> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(NamespaceFlow.start(
                    from.namespace().get(), to.namespace().get(), path.address(), allocateTcpPort(), bytesPerSecond));
        }
        return flows;
    }
}
