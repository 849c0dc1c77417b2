// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.SchemeCounter;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.Setting;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** Parses what the qdiscs of mqecn's modules have in common: an attribute per setting and per counter. */
final class ModuleQdiscReader {
    private static final int TCA_STATS_APP = 4;

    private ModuleQdiscReader() {}

    /**
     * Parses the settings of a port, without those of its queues, its marking scheme and its buffer policy.
     *
     * @throws UserError if one is missing or malformed
     */
    static Map<Setting, Long> settings(QdiscKind kind, NetlinkAttributes options) {
        Map<Setting, Long> values = new HashMap<>();
        kind.settings().stream()
                .filter(setting -> !setting.isPerQueue()
                        && setting.attribute() != 0
                        && SchemeRole.of(setting).isEmpty())
                .forEach(setting -> values.put(
                        setting, toSettingValue(setting, options.required(setting.attribute(), setting.key()))));
        return values;
    }

    /** Converts a value to the setting's base unit; the kernel has rates in bytes/s. */
    static long toSettingValue(Setting setting, long attribute) {
        boolean scaled = attribute != Quantity.NONE && setting.quantity().unit().equals(Quantity.RATE.unit());
        long value = scaled ? attribute * Byte.SIZE : attribute;
        if (!setting.quantity().isValid(value)) {
            throw NetlinkAttributes.malformed("the unknown " + setting.key() + " " + value);
        }
        return value;
    }

    /** Whether there are statistics of a module's qdisc (TCA_STATS_APP): the kernel's tbf has none. */
    static boolean hasModuleStatistics(NetlinkAttributes statistics) {
        return statistics.find(TCA_STATS_APP).isPresent();
    }

    /** Parses the statistics of a module's qdisc (TCA_STATS_APP). */
    static NetlinkAttributes moduleStatistics(NetlinkAttributes statistics) {
        return statistics.nested(TCA_STATS_APP);
    }

    /** Parses the counters of a port or class, from the module's statistics or else from those of every qdisc. */
    static Counters counters(QdiscKind kind, NetlinkAttributes statistics) {
        QdiscStatistics common = QdiscStatistics.common(statistics, OptionalLong.empty(), OptionalLong.empty());
        Map<String, Long> everybodys = Map.of(
                "SENT_PACKETS",
                common.sentPackets(),
                "SENT_BYTES",
                common.sentBytes(),
                "BACKLOG_PACKETS",
                common.backlogPackets(),
                "BACKLOG_BYTES",
                common.backlogBytes(),
                "DROPPED_PACKETS",
                common.drops());
        NetlinkAttributes own = moduleStatistics(statistics);
        Map<Counter, Long> values = new HashMap<>();
        for (Counter counter : kind.counters()) {
            Long value = counter instanceof SchemeCounter scheme
                    ? SchemeReader.statistic(own, scheme)
                    : own.number(counter.attribute()).orElse(everybodys.get(counter.name()));
            if (value != null) {
                values.put(counter, value);
            }
        }
        return new Counters(values);
    }
}
