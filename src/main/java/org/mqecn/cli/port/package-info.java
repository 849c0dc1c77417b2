// SPDX-License-Identifier: Apache-2.0
/** Verbs of ports: install, remove, set, get, stats, clear, limit. */
package org.mqecn.cli.port;
