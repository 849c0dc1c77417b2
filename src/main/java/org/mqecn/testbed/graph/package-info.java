// SPDX-License-Identifier: Apache-2.0
/** Draws a testbed as SVG, DOT or Mermaid. */
package org.mqecn.testbed.graph;
