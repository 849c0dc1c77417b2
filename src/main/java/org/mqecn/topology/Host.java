// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;

/**
 * A host, which sends and receives.
 *
 * @param virtualMachine empty if the host is a network namespace
 * @param stack how it sends
 * @param routes in addition to those of its devices' subnets
 * @param services in the order in which they start
 */
public record Host(
        String name,
        Optional<VirtualMachine> virtualMachine,
        NetworkStack stack,
        List<Route> routes,
        List<HostService> services) {
    public Host {
        routes = List.copyOf(routes);
        services = List.copyOf(services);
    }
}
