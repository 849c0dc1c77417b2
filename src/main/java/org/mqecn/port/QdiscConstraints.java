// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The constraints between the settings of one kind of qdisc, beyond the range of each value. */
interface QdiscConstraints {
    /** The setting that every new port needs, if there is one. */
    Optional<Setting> requiredSetting();

    /** The defaults of a new port that do not depend on the device or on sysctls. */
    Map<Setting, Long> defaults();

    /** The defaults of a new queue that do not depend on the device or on sysctls. */
    default Map<Setting, Long> queueDefaults(int queue) {
        return Map.of();
    }

    /**
     * Checks that values do not contradict each other.
     *
     * @param requested the requested values
     * @param present the known values of settings that were not requested
     * @throws UserError a usage error if they do
     */
    void validate(List<Assignment> requested, PortConfig present);

    /**
     * Requested values that have no effect in the resulting configuration, a sentence each.
     *
     * @param config the configuration with these values
     */
    default List<String> ignored(List<Assignment> requested, PortConfig config) {
        return List.of();
    }

    /** Whether a port's value can be requested: a request for what has no effect is refused. */
    default boolean isRequestable(Setting setting, PortConfig config) {
        return true;
    }

    /** Valid values that are probably a mistake, a sentence each. */
    List<String> warnings(PortConfig config);
}
