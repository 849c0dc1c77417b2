// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;
import picocli.CommandLine.Model.OptionSpec;

/** The option that tells of which kind a port is. */
public final class QdiscKindOption {
    private QdiscKindOption() {}

    /** @param description of what it chooses */
    public static OptionSpec create(String description) {
        String words = Arrays.stream(QdiscKind.values()).map(QdiscKind::keyword).collect(Collectors.joining("|"));
        return OptionSpec.builder("--qdisc")
                .type(String.class)
                .paramLabel(words)
                .initialValue(QdiscKind.DWRR.keyword())
                .description(description + " (default: " + QdiscKind.DWRR.keyword() + ").")
                .build();
    }

    /** @throws UserError a usage error where there is no such kind */
    public static QdiscKind selectedKind(OptionSpec option) {
        return QdiscKind.parse(option.getValue());
    }
}
