// SPDX-License-Identifier: Apache-2.0
/** The verbs of packet ranking. */
package org.mqecn.cli.rank;
