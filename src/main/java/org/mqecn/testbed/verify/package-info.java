// SPDX-License-Identifier: Apache-2.0
/** Verifies a running testbed with traffic. */
package org.mqecn.testbed.verify;
