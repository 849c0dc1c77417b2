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

    /** @param counts of the recap: {@code changed=3 } */
    static void assertRecap(String host, String counts, String play) {
        assertTrue(
                play.lines().anyMatch(line -> line.startsWith(host + " ") && line.contains(counts)),
                "no recap of " + host + " with " + counts + " in\n" + play);
    }
}
