// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

/**
 * What a scheme declares of a parameter besides its range.
 *
 * @param atLeast parameter that must not be above this one, or empty
 * @param onlyWith switch without which this one has no effect, or empty
 * @param isThreshold whether marking keeps the backlog or the sojourn time at this value
 */
public record ParameterRelations(String atLeast, String onlyWith, boolean isThreshold) {
    public static final ParameterRelations NONE = new ParameterRelations("", "", false);
}
