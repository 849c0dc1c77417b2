// SPDX-License-Identifier: Apache-2.0
/** Ports for those who watch them: metrics for Prometheus. */
package org.mqecn.monitor;
