// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.verify;

/** One thing that is proven of a testbed that is up. */
interface Check {
    String name();

    Finding run(Bench bench) throws Exception;
}
