// SPDX-License-Identifier: Apache-2.0
/** Flows as in data centres: a client that requests flows of a workload, and the server that sends them. */
package org.mqecn.traffic.flow;
