// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KunitResultsTest {
    /** As Linux 6.1 shows them. */
    private static final String RESULTS =
            """
            KTAP version 1
            1..1
                KTAP version 1
                # Subtest: dwrr_scheme
                1..3
                ok 1 schemes_keep_to_the_interface_with_highest_values
                # schemes_keep_to_the_interface_with_defaults: EXPECTATION FAILED at kmod/test/dwrr_scheme_test.c:253
            my-bad wrote beyond the state of the queue, with defaults: my-bad-thresh=32000
                not ok 2 schemes_keep_to_the_interface_with_defaults
                not ok 3 schemes_keep_to_the_interface_with_lowest_values
            # dwrr_scheme: pass:1 fail:2 skip:0 total:3
            # Totals: pass:1 fail:2 skip:0 total:3
            not ok 1 dwrr_scheme
            """;

    @Test
    void eachCaseHasItsMessages() {
        assertEquals(
                Map.of(
                        "schemes_keep_to_the_interface_with_highest_values",
                        "",
                        "schemes_keep_to_the_interface_with_defaults",
                        "my-bad wrote beyond the state of the queue, with defaults: my-bad-thresh=32000",
                        "schemes_keep_to_the_interface_with_lowest_values",
                        "failed"),
                KunitResults.read(RESULTS));
        assertEquals(Map.of(), KunitResults.read(""));
    }
}
