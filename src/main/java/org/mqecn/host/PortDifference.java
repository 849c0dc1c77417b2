// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

/**
 * What differs between a device and its specification.
 *
 * @param setting as typed for {@code mqecn set}: {@code rate}, {@code quantum 1}; {@code qdisc} for the kind of port
 * @param present what the kernel has
 * @param wanted what the specification says
 */
public record PortDifference(String device, String setting, String present, String wanted) {}
