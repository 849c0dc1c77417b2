// SPDX-License-Identifier: Apache-2.0
/** A testbed as a value: hosts, switches, links and queueing disciplines, read from a testbed file. Pure. */
package org.mqecn.topology;
