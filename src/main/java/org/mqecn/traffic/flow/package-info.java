// SPDX-License-Identifier: Apache-2.0
/** Data-centre flows: a client that requests the flows of a workload, and the server that sends them. */
package org.mqecn.traffic.flow;
