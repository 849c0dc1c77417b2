// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

/** Generic segmentation offload (GSO) of a host: whether packets of more than one segment are built, and sent. */
public enum GsoMode {
    /** TCP builds packets of one segment. */
    OFF,
    /** TCP builds GSO packets; the host segments them in front of its device, so that they arrive as bursts. */
    SOFTWARE,
    /** GSO packets are sent as they are. */
    ON
}
