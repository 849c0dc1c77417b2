// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What follows from a reason for invalidity. */
public enum ValidityRule {
    /** The run is invalid. */
    @JsonProperty("require")
    REQUIRE,
    /** The run is valid and stays in tables and figures, with a badge. */
    @JsonProperty("report")
    REPORT,
    /** The reason does not apply to the question: nothing follows from it. */
    @JsonProperty("ignore")
    IGNORE;

    /** The name in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
