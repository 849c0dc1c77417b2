// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel warned of when it took a configuration, and what is found in it here. Both end with a consequence:
 * {@code port-thresh (3000 bytes) is not below shared-buffer (2000 bytes): packets are dropped before any is marked}.
 * One that both tell of is told once, with the values, which the kernel does not name.
 */
final class WarningMerger {
    private static final String CONSEQUENCE_SEPARATOR = ": ";

    private WarningMerger() {}

    /** The kernel's that tell something else than ours, and ours. */
    static List<String> merge(List<String> kernels, List<String> ours) {
        List<String> consequences =
                ours.stream().map(WarningMerger::consequence).toList();
        return Stream.concat(kernels.stream().filter(each -> !consequences.contains(consequence(each))), ours.stream())
                .toList();
    }

    private static String consequence(String warning) {
        return warning.substring(warning.lastIndexOf(CONSEQUENCE_SEPARATOR) + 1);
    }
}
