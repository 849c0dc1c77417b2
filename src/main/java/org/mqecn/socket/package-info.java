// SPDX-License-Identifier: Apache-2.0
/** Native TCP and raw packet sockets, and the one JNA binding to the C library. */
package org.mqecn.socket;
