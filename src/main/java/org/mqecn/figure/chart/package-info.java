// SPDX-License-Identifier: Apache-2.0
/** Charts: what they show, as plain data, and one engine that draws it for a page, for print and for a paper. */
package org.mqecn.figure.chart;
