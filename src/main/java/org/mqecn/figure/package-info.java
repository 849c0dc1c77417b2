// SPDX-License-Identifier: Apache-2.0
/** Reads results, draws figures, and writes the report of an experiment. */
package org.mqecn.figure;
