// SPDX-License-Identifier: Apache-2.0
/** Ports for those who watch them: what queues did between two readings, metrics for Prometheus. */
package org.mqecn.monitor;
