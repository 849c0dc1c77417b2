// SPDX-License-Identifier: Apache-2.0
/** Settings, counters and configuration requests of the qdiscs {@code dwrr} and {@code eiffel}. Pure. */
package org.mqecn.port;
