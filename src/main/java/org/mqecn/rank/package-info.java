// SPDX-License-Identifier: Apache-2.0
/**
 * Packet ranking: rules that classify packets and set their DSCP and priority, kept in an nftables table. The table is
 * the only copy of the rules and is parsed back into them.
 */
package org.mqecn.rank;
