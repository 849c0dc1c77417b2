// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What makes sense on ports of one kind, beyond the range of each value. */
interface QdiscConstraints {
    /** What a new port cannot do without. */
    Optional<Setting> requiredSetting();

    /** What a new port begins with, as far as it is always the same. */
    Map<Setting, Long> defaults();

    /**
     * Makes sure that values can be together.
     *
     * @param asked what is asked for
     * @param otherwise what holds where nothing is asked for, as far as it is known
     * @throws UserError a usage error about those that cannot
     */
    void validate(List<Assignment> asked, Map<Setting, Long> otherwise);

    /** What is allowed but surely not meant, a sentence each. */
    List<String> warnings(PortConfig config);
}
