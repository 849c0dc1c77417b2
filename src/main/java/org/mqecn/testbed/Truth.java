// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed;

/** What is really there, read when it is first asked for and then the same until the next reading. */
public final class Truth {
}
