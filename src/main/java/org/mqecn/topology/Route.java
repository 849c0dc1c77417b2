// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;

/**
 * A way to a subnet.
 *
 * @param to {@code 10.0.3.0/24} or {@code default}
 * @param via next hops, the addresses of neighbours; more than one share the load
 */
public record Route(String to, List<String> via) {
    /** To everywhere that no other route leads to. */
    public static final String DEFAULT = "default";

    public Route {
        via = List.copyOf(via);
    }
}
