// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/** A check of a running testbed. */
interface TestbedCheck {
    String name();

    TestbedCheckResult run(VerifyContext context) throws Exception;
}
