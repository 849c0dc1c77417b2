// SPDX-License-Identifier: Apache-2.0
/** The verbs that generate traffic. */
package org.mqecn.cli.traffic;
