// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.mqecn.doctor.Finding;
import org.mqecn.doctor.Severity;

/** Prints findings: a line each, its remedy below it, and a verdict last. */
public final class FindingView {
    private static final String INDENT = "    ";

    private final PrintWriter out;

    public FindingView(PrintWriter out) {
        this.out = out;
    }

    public void print(List<Finding> findings, TextStyle style) {
        String heading = "";
        for (Finding finding : findings) {
            if (!finding.object().equals(heading)) {
                heading = finding.object();
                out.println();
                out.println(style.bold(heading));
            }
            out.println(symbol(finding.severity(), style) + " "
                    + finding.check().label() + ": " + finding.judgement().fact() + "  ["
                    + finding.judgement().source() + "]");
            if (!finding.judgement().remedy().isEmpty()) {
                out.println(INDENT + "→ " + finding.judgement().remedy());
            }
        }
        out.println();
        out.println(verdict(findings));
    }

    private static String symbol(Severity severity, TextStyle style) {
        return switch (severity) {
            case OK -> style.green(severity.symbol());
            case WARNING -> style.yellow(severity.symbol());
            case FAILURE -> style.red(severity.symbol());
        };
    }

    private static String verdict(List<Finding> findings) {
        long failures = count(findings, Severity.FAILURE);
        long warnings = count(findings, Severity.WARNING);
        return failures + warnings == 0
                ? "no problem found"
                : plural(failures, "failure") + ", " + plural(warnings, "warning");
    }

    private static String plural(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    public void printJson(List<Finding> findings) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.array(() -> {
                for (Finding finding : findings) {
                    json.object(() -> {
                        json.field("check", finding.check().label());
                        json.field("object", finding.object());
                        json.field("severity", finding.severity().name().toLowerCase(Locale.ROOT));
                        json.field("fact", finding.judgement().fact());
                        json.field("source", finding.judgement().source());
                        json.field("remedy", finding.judgement().remedy());
                    });
                }
            });
        }
    }
}
