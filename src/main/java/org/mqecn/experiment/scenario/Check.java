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
 * @param against those from which the change is told; empty for the value itself
 * @param paper the value that the paper has or, of a change, the percents; where no paper tells, 1 for up, -1 for down
 * @param within percents of the paper's value that ours may be off or, of a change, percentage points; empty where
 *     only the direction has to be the same
 * @param paperText the paper's, as it is written; empty where no paper tells
 * @param withinText the same of within
 * @param note what there is to say of it; empty for nothing
 */
public record Check(String metric, Map<String, String> where, Map<String, String> against, double paper,
        OptionalDouble within, String paperText, Optional<String> withinText, String note) {
    public Check {
        where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        against = Collections.unmodifiableMap(new LinkedHashMap<>(against));
    }

    /** Whether a change is checked, not a value. */
    public boolean isChange() {
        return !against.isEmpty();
    }

    /** The direction, where it is all that is known, and from no paper. */
    public Optional<String> direction() {
        return paperText.isEmpty() ? Optional.of(paper < 0 ? "down" : "up") : Optional.empty();
    }

    /** Whether what we have agrees with the paper: a change has its direction, too, always. */
    public boolean holds(double ours) {
        if (isChange() && paper != 0 && Math.signum(ours) != Math.signum(paper)) {
            return false;
        }
        double off = isChange() ? Math.abs(ours - paper) : Math.abs(ours / paper - 1) * 100;
        return within.isEmpty() ? isChange() : off <= within.getAsDouble();
    }
}
