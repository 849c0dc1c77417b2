// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * A switch port of this machine, as the kernel describes it.
 *
 * @param device name of the network device
 * @param kind {@code dwrr}, or {@code tbf} where the module impersonates it
 * @param handle of the qdisc, {@code 1:}
 * @param parent {@code root} or the class it sits under, {@code parent 1:2}
 */
public record Port(String device, String kind, String handle, String parent, PortConfig config, PortStats stats) {}
