// SPDX-License-Identifier: Apache-2.0
/** Brings testbeds up and down and reports their status: the resource graph and the reconciler. */
package org.mqecn.testbed;
