// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/** One thing that is proven of a testbed that is up. */
interface TestbedCheck {
    String name();

    TestbedCheckResult run(VerifyContext context) throws Exception;
}
