// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The paper that a scenario reproduces. */
public record PaperReference(
        @JsonPropertyDescription("Paper and figure.") String source,
        @JsonPropertyDescription("Address of the paper.") @JsonInclude(JsonInclude.Include.NON_EMPTY) String url) {
    public PaperReference {
        url = url == null ? "" : url;
    }
}
