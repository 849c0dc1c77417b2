// SPDX-License-Identifier: Apache-2.0
/** Statistics of samples: one rule for percentiles, one for means and deviations. Used wherever samples are summed up. */
package org.mqecn.statistics;
