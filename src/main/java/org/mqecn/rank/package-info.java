// SPDX-License-Identifier: Apache-2.0
/**
 * Gives packets their rank: rules that match packets and set their DSCP and priority, kept in an nftables table of
 * our own. The table is the only truth; what stands in it is read back into rules.
 */
package org.mqecn.rank;
