// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

/** What a host does about packets of more than one segment. */
public enum GsoMode {
    /** It makes none: each segment is a packet from the beginning. */
    OFF,
    /** TCP makes them, as it always does today, and the host cuts them in front of the wire: bursts of segments. */
    SOFTWARE,
    /** It sends them as they are. */
    ON
}
