// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Result of a check. */
public enum CheckStatus {
    @JsonProperty("passed")
    PASSED,
    @JsonProperty("failed")
    FAILED,
    /** The confidence interval reaches beyond the tolerance. */
    @JsonProperty("inconclusive")
    INCONCLUSIVE,
    /** Runs of its cases are missing. */
    @JsonProperty("not run")
    NOT_RUN
}
