// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.stream.Stream;

/**
 * Merges the kernel's warnings about a configuration with those of mqecn. Both end with a consequence:
 * {@code port-thresh (3000 bytes) is not below shared-buffer (2000 bytes): packets are dropped before any is marked}.
 * A warning with the same consequence is kept once, in the form of mqecn, which includes the values.
 */
final class WarningMerger {
    private static final String CONSEQUENCE_SEPARATOR = ": ";

    private WarningMerger() {}

    /** The kernel's warnings with other consequences than those of mqecn, and then those of mqecn. */
    static List<String> merge(List<String> kernelWarnings, List<String> ownWarnings) {
        List<String> consequences =
                ownWarnings.stream().map(WarningMerger::consequence).toList();
        return Stream.concat(
                        kernelWarnings.stream().filter(each -> !consequences.contains(consequence(each))),
                        ownWarnings.stream())
                .toList();
    }

    private static String consequence(String warning) {
        return warning.substring(warning.lastIndexOf(CONSEQUENCE_SEPARATOR) + 1);
    }
}
