// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

/** What scripts that use {@code ansible.sh} print. */
final class AnsibleOutput {
    private AnsibleOutput() {}

    /** The parts between lines of three dashes. */
    static List<String> sections(String output) {
        return Arrays.stream(output.split("(?m)^---\n")).map(String::strip).toList();
    }

    /** A play that changes s1 and s2; s3 cannot be reached, and s4 has another version. */
    static void assertTwoOfFourChanged(String play) {
        assertRecap("s1", "changed=3    unreachable=0    failed=0 ", play);
        assertRecap("s2", "changed=3    unreachable=0    failed=0 ", play);
        assertRecap("s3", "unreachable=1 ", play);
        assertRecap("s4", "failed=1 ", play);
        assertTrue(play.contains("No route to host"), "why s3 cannot be reached: " + play);
        assertTrue(play.contains("this host has mqecn 0.0.9, and the play wants version 0.1.0"), play);
    }

    /** @param counts of the recap: {@code changed=3 } */
    static void assertRecap(String host, String counts, String play) {
        assertTrue(
                play.lines().anyMatch(line -> line.startsWith(host + " ") && line.contains(counts)),
                "no recap of " + host + " with " + counts + " in\n" + play);
    }
}
