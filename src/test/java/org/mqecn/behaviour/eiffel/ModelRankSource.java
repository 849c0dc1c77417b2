// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.eiffel;

/** Where a packet carries its rank. */
public enum ModelRankSource {
    DSCP,
    PRIORITY,
    MARK
}
