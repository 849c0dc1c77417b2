// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.runner;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.mqecn.experiment.scenario.Check;
import org.mqecn.experiment.scenario.Trial;

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
        /** Cases of it are still to run, or none was to. */
        NOT_RUN
    }

    /**
     * @param planned all trials that were to run
     * @param failed names of those that could not
     */
    static Verdict of(Check check, List<? extends Trial> planned, List<Result> results, Set<String> failed) {
        List<? extends Trial> mine = planned.stream().filter(each -> matches(check.where(), each)).toList();
        List<? extends Trial> others = planned.stream().filter(each -> matches(check.against(), each)).toList();
        if (mine.isEmpty() || others.isEmpty()) {
            return new Verdict(check, Outcome.NOT_RUN, OptionalDouble.empty(), "its cases were not to run");
        }
        List<Trial> over = results.stream().map(Result::subject).toList();
        if (!Stream.concat(mine.stream(), check.isChange() ? others.stream() : Stream.of())
                .allMatch(each -> over.contains(each) || failed.contains(each.name()))) {
            return new Verdict(check, Outcome.NOT_RUN, OptionalDouble.empty(), "its cases are still to run");
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

    private static boolean matches(Map<String, String> where, Trial subject) {
        return subject.labels().entrySet().containsAll(where.entrySet());
    }

    private static OptionalDouble mean(String metric, Map<String, String> where, List<Result> results) {
        return results.stream().filter(result -> result.isValid() && matches(where, result.subject())
                && result.metrics().containsKey(metric)).mapToDouble(result -> result.metrics().get(metric)).average();
    }

    private static String why(Check check, double ours) {
        if (check.direction().isPresent()) {
            return check.holds(ours) ? "the direction" : "the direction is the other one";
        }
        if (check.isChange() && check.paper() != 0 && Math.signum(ours) != Math.signum(check.paper())) {
            return "the direction is not the paper's";
        }
        return check.isChange() ? number("%.1f percentage points from the paper's", Math.abs(ours - check.paper()))
                : number("%+.1f %% from the paper's", (ours / check.paper() - 1) * 100).replace("-0.0", "+0.0");
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
