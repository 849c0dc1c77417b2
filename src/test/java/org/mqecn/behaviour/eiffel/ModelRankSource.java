// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** The source of a packet's rank. */
public enum ModelRankSource {
    DSCP,
    PRIORITY,
    MARK
}
