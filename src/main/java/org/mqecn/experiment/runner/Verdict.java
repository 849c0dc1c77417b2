// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.mqecn.experiment.scenario.Check;

/**
 * What became of a check.
 *
 * @param ours the value, or the change in percent; empty where there is no valid run of its cases
 */
public record Verdict(Check check, Outcome outcome, OptionalDouble ours, String why) {
    /** Whether it held. */
    public enum Outcome {
        HOLDS,
        FAILS,
        /** None of its cases was to run. */
        NOT_RUN
    }

    /** @param planned whether each selection of cases is part of what was to run */
    static Verdict of(Check check, List<Result> results) {
        if (!planned(check.where(), results) || check.isChange() && !planned(check.against(), results)) {
            return new Verdict(check, Outcome.NOT_RUN, OptionalDouble.empty(), "its cases were not to run");
        }
        OptionalDouble value = mean(check.metric(), check.where(), results);
        OptionalDouble base = mean(check.metric(), check.against(), results);
        if (value.isEmpty() || check.isChange() && base.isEmpty()) {
            return new Verdict(check, Outcome.FAILS, OptionalDouble.empty(), "no valid run has " + check.metric());
        }
        double ours = check.isChange() ? (value.getAsDouble() / base.getAsDouble() - 1) * 100 : value.getAsDouble();
        return new Verdict(check, check.holds(ours) ? Outcome.HOLDS : Outcome.FAILS, OptionalDouble.of(ours),
                why(check, ours));
    }

    private static boolean planned(Map<String, String> where, List<Result> results) {
        return results.stream().anyMatch(result -> matches(where, result));
    }

    private static boolean matches(Map<String, String> where, Result result) {
        return result.subject().labels().entrySet().containsAll(where.entrySet());
    }

    private static OptionalDouble mean(String metric, Map<String, String> where, List<Result> results) {
        return results.stream().filter(result -> result.isValid() && matches(where, result)
                && result.metrics().containsKey(metric)).mapToDouble(result -> result.metrics().get(metric)).average();
    }

    private static String why(Check check, double ours) {
        if (check.isChange() && check.paper() != 0 && Math.signum(ours) != Math.signum(check.paper())) {
            return "the direction is not the paper's";
        }
        return check.isChange() ? number("%.1f percentage points from the paper's", Math.abs(ours - check.paper()))
                : number("%+.1f %% of the paper's", (ours / check.paper() - 1) * 100);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
