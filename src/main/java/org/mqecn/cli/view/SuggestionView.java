// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.mqecn.port.MarkingFormulas;
import org.mqecn.port.SuggestedValue;
import org.mqecn.value.ScaledFormat;

/** Prints the suggested settings of a port, each with its formula and source. */
public final class SuggestionView {
    private final MarkingFormulas formulas;
    private final Optional<String> scheme;
    private final List<SuggestedValue> values;

    /** @param scheme the only scheme to show; empty for all */
    public SuggestionView(MarkingFormulas formulas, Optional<String> scheme) {
        this.formulas = formulas;
        this.scheme = scheme;
        this.values = formulas.suggest(scheme);
    }

    public void print(PrintWriter out) {
        out.println("C·RTT = " + formulas.bandwidthDelayProduct() + " bytes at " + ScaledFormat.rate(formulas.rate())
                + " and a base RTT of " + ScaledFormat.time(formulas.rtt().toNanos()));
        out.println("λ = " + formulas.lambda().toPlainString() + ": " + lambdaSource());
        TextTable table = new TextTable()
                .textColumn("key")
                .numberColumn("", "value")
                .textColumn("unit")
                .textColumn("formula")
                .textColumn("source");
        values.forEach(value -> table.addRow(List.of(
                value.key(), Long.toString(value.value()), value.quantity().unit(), value.formula(), value.source())));
        table.print(out);
        command().ifPresent(out::println);
    }

    private String lambdaSource() {
        return (formulas.lambda().equals(MarkingFormulas.DEFAULT_LAMBDA)
                        ? "for ECN*; the papers' experiments with DCTCP use about 1 too (NSDI 2016, CoNEXT 2016). "
                        : "as requested. ")
                + "In theory "
                + MarkingFormulas.DCTCP_LAMBDA + " is enough for DCTCP (SIGMETRICS 2011): K = "
                + formulas.dctcpThreshold() + " bytes";
    }

    private Optional<String> command() {
        return scheme.map(each -> "mqecn install DEV " + String.join(" ", formulas.installArguments(each)));
    }

    public void printJson(PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("rate_bits_per_second", formulas.rate().bitsPerSecond());
                json.field("rtt_ns", formulas.rtt().toNanos());
                json.name("lambda");
                json.value(formulas.lambda());
                json.field("lambda_source", lambdaSource());
                json.field("bandwidth_delay_product_bytes", formulas.bandwidthDelayProduct());
                json.field("dctcp_threshold_bytes", formulas.dctcpThreshold());
                json.name("suggestions");
                json.array(() -> {
                    for (SuggestedValue value : values) {
                        json.object(() -> write(json, value));
                    }
                });
                if (command().isPresent()) {
                    json.field("command", command().get());
                }
            });
        }
    }

    private static void write(JsonWriter json, SuggestedValue value) throws IOException {
        json.field("key", value.key());
        json.field("value", value.value());
        json.field("unit", value.quantity().unit());
        json.field("formula", value.formula());
        json.field("source", value.source());
    }
}
