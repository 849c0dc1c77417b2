// SPDX-License-Identifier: Apache-2.0
/**
 * Packet ranking: rules that classify packets and set their DSCP and priority, kept in an nftables table. The table is
 * parsed back into rules; what was applied since boot is remembered, as other programs may delete the table.
 */
package org.mqecn.rank;
