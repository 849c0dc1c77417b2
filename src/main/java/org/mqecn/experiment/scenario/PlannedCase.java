// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import java.util.List;
import java.util.Map;
import org.mqecn.experiment.scenario.Variable.VariableValue;

/**
 * One repetition of one combination of the variables' values, of which nothing else is known yet.
 *
 * @param values by variable
 * @param repetition from 1
 */
record PlannedCase(Map<String, VariableValue> values, int repetition) {
    /** {@link Trial#name} of the case. */
    String name() {
        List<String> labels = values.values().stream().map(VariableValue::label).toList();
        return Trial.name(labels, repetition);
    }
}
