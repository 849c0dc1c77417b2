// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.util.List;
import java.util.Optional;

/**
 * Who sends and receives.
 *
 * @param virtualMachine the virtual machine that it is; empty where it is a namespace
 * @param stack its transport: the same words for both kinds
 * @param routes beyond those of its devices' own subnets
 * @param services what runs on it, in the order of starting
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
