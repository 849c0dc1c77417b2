// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * A switch port of this machine as read from the kernel.
 *
 * @param device name of the network device
 * @param kind kind of qdisc: {@code dwrr}, {@code eiffel}, or {@code tbf} if the module impersonates it
 * @param handle of the qdisc, {@code 1:}
 * @param parent {@code root} or the parent class, {@code parent 1:2}
 */
public record Port(String device, String kind, String handle, String parent, PortConfig config, PortStats stats) {}
