// SPDX-License-Identifier: Apache-2.0
/** The rtnetlink codec: reads devices, qdiscs, routes and statistics. It never writes; changes are commands. */
package org.mqecn.netlink;
