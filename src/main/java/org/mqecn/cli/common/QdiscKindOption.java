// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.common;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.mqecn.port.QdiscKind;
import org.mqecn.value.UserError;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code --qdisc} option: the kind of a port's qdisc. */
public final class QdiscKindOption {
    private QdiscKindOption() {}

    /** @param description a noun phrase without a full stop; the default is appended */
    public static OptionSpec create(String description) {
        String keywords =
                Arrays.stream(QdiscKind.values()).map(QdiscKind::keyword).collect(Collectors.joining("|"));
        return OptionSpec.builder("--qdisc")
                .type(String.class)
                .paramLabel(keywords)
                .initialValue(QdiscKind.DWRR.keyword())
                .description(description + " (default: " + QdiscKind.DWRR.keyword() + ").")
                .build();
    }

    /** @throws UserError a usage error if there is no such kind */
    public static QdiscKind selectedKind(OptionSpec option) {
        return QdiscKind.parse(option.getValue());
    }
}
