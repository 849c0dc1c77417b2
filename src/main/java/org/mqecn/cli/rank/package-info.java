// SPDX-License-Identifier: Apache-2.0
/** The verbs of packet classification. */
package org.mqecn.cli.rank;
