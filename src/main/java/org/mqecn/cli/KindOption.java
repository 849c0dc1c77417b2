// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.UserError;
import picocli.CommandLine.Model.OptionSpec;

/** The option that tells of which kind a port is. */
final class KindOption {
    private KindOption() {}

    /** @param description of what it chooses */
    static OptionSpec of(String description) {
        String words = Arrays.stream(QdiscKind.values()).map(QdiscKind::word).collect(Collectors.joining("|"));
        return OptionSpec.builder("--qdisc").type(String.class).paramLabel(words)
                .initialValue(QdiscKind.DWRR.word())
                .description(description + " (default: " + QdiscKind.DWRR.word() + ").").build();
    }

    /** @throws UserError a usage error where there is no such kind */
    static QdiscKind chosen(OptionSpec option) {
        return QdiscKind.of(option.getValue());
    }
}
