// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.mqecn.experiment.runner.ExperimentPlan;
import org.mqecn.experiment.runner.PlannedCheck;
import org.mqecn.experiment.runner.TimeLeft;

/**
 * Prints what an experiment takes.
 *
 * @param plan of the experiment
 * @param results its folder
 * @param where the runs are made: {@code in guests on this machine}
 * @param parallel number of runs at the same time; 0 if that is not known
 * @param guestMemory largest memory of a guest, in bytes; empty if the runs need no guest
 */
public record PlanView(ExperimentPlan plan, Path results, String where, int parallel, OptionalLong guestMemory) {
    public void print(PrintWriter out) {
        int done = plan.runs() - plan.missing();
        out.println(plan.scenario() + ": " + plan.runs() + " runs (" + plan.cases() + " cases), " + done
                + " of them in " + results);
        out.println(where
                + (parallel == 0 ? "" : ", " + parallel + " at a time")
                + (guestMemory.isEmpty() ? "" : ", up to " + mebibytes() + " MiB of memory each"));
        out.println(
                plan.secondsPerRun().isEmpty()
                        ? "no run is there that tells how long one takes: run one case first, with --set VARIABLE=VALUE"
                        : "about " + TimeLeft.format(plan.secondsPerRun().getAsDouble()) + " a run"
                                + (parallel == 0
                                        ? ""
                                        : ", " + TimeLeft.format(secondsLeft()) + " for what is missing"));
        if (!plan.checks().isEmpty()) {
            out.println();
            printChecks(out);
        }
    }

    private long mebibytes() {
        return guestMemory.orElse(0) >> 20;
    }

    private double secondsLeft() {
        return Math.ceil(plan.missing() / (double) parallel)
                * plan.secondsPerRun().orElse(0);
    }

    private void printChecks(PrintWriter out) {
        TextTable table = new TextTable()
                .textColumn("check")
                .textColumn("case")
                .numberColumn("repetitions", "planned")
                .numberColumn("repetitions", "measured")
                .numberColumn("repetitions", "needed")
                .numberColumn("", "expected")
                .numberColumn("", "flows");
        for (PlannedCheck each : plan.checks()) {
            table.addRow(List.of(
                    each.check().metric(),
                    CheckView.conditionText(each.check().where(), each.check().baseline()),
                    Integer.toString(each.repetitions()),
                    Integer.toString(each.measured()),
                    each.needed().isEmpty()
                            ? "?"
                            : Integer.toString(each.needed().getAsInt()),
                    expectedText(each),
                    each.flows().isEmpty()
                            ? "-"
                            : Math.round(each.flows().getAsDouble()) + (each.hasTooFewFlows() ? " !" : "")));
        }
        table.print(out);
        if (plan.checks().stream().anyMatch(each -> each.needed().isEmpty())) {
            out.println("?: unknown before runs of two repetitions are there");
        }
        if (plan.checks().stream().anyMatch(PlannedCheck::hasTooFewFlows)) {
            out.println("!: fewer than " + PlannedCheck.LEAST_FLOWS
                    + " flows: the 95 % interval of their 99th percentile in one run has no upper end");
        }
    }

    private static String expectedText(PlannedCheck each) {
        return each.expected()
                .map(interval -> ComparisonView.text(interval) + (each.check().isRelative() ? " %" : ""))
                .orElse(each.repetitions() == 1 ? "-" : "?");
    }

    public void printJson(PrintWriter out) throws IOException {
        try (JsonWriter json = new JsonWriter(out)) {
            json.object(() -> {
                json.field("scenario", plan.scenario());
                json.field("cases", plan.cases());
                json.field("runs", plan.runs());
                json.field("missing", plan.missing());
                if (plan.secondsPerRun().isPresent()) {
                    json.field("seconds_per_run", plan.secondsPerRun().getAsDouble());
                }
                if (guestMemory.isPresent()) {
                    json.field("guest_memory_bytes", guestMemory.getAsLong());
                }
                json.name("checks");
                json.array(() -> {
                    for (PlannedCheck each : plan.checks()) {
                        json.object(() -> writeCheck(json, each));
                    }
                });
            });
        }
    }

    private static void writeCheck(JsonWriter json, PlannedCheck each) throws IOException {
        json.field("metric", each.check().metric());
        json.field(
                "case",
                CheckView.conditionText(each.check().where(), each.check().baseline()));
        json.field("planned_repetitions", each.repetitions());
        json.field("measured_repetitions", each.measured());
        if (each.needed().isPresent()) {
            json.field("needed_repetitions", each.needed().getAsInt());
        }
        if (each.expected().isPresent()) {
            json.field("expected", each.expected().get().mean());
            json.field("expected_half_width", each.expected().get().halfWidth());
        }
        if (each.flows().isPresent()) {
            json.field("flows", each.flows().getAsDouble());
            json.field("least_flows", PlannedCheck.LEAST_FLOWS);
        }
    }
}
