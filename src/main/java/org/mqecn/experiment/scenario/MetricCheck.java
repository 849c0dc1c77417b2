// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What has to come out.
 *
 * @param where values of variables: the mean of these cases is taken
 * @param baseline those from which the change is told; empty for the value itself
 * @param expected the value that the paper has or, of a change, the percents; where no paper tells, 1 for up, -1 for down
 * @param tolerance percents of the paper's value that ours may be off or, of a change, percentage points; empty where
 *     only the direction has to be the same
 * @param expectedText the paper's, as it is written; empty where no paper tells
 * @param toleranceText the same of within
 * @param note what there is to say of it; empty for nothing
 */
public record MetricCheck(
        String metric,
        Map<String, String> where,
        Map<String, String> baseline,
        double expected,
        OptionalDouble tolerance,
        String expectedText,
        Optional<String> toleranceText,
        String note) {
    public MetricCheck {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
    }

    /** Whether a change is checked, not a value. */
    public boolean isRelative() {
        return !baseline.isEmpty();
    }

    /** The direction, where it is all that is known, and from no paper. */
    public Optional<String> direction() {
        return expectedText.isEmpty() ? Optional.of(expected < 0 ? "down" : "up") : Optional.empty();
    }

    /** Whether what we have agrees with the paper: a change has its direction, too, always. */
    public boolean passes(double ours) {
        if (isRelative() && expected != 0 && Math.signum(ours) != Math.signum(expected)) {
            return false;
        }
        double off = isRelative() ? Math.abs(ours - expected) : Math.abs(ours / expected - 1) * 100;
        return tolerance.isEmpty() ? isRelative() : off <= tolerance.getAsDouble();
    }
}
