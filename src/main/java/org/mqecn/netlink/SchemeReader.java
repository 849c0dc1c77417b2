// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.MarkingScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeCounter;
import org.mqecn.port.SchemeSetting;
import org.mqecn.value.UserError;

/** Reads the marking scheme of a port, if it is a module of its own: parameters and statistics go by their names. */
record SchemeReader(NetlinkAttributes options) {
    private static final int TCA_DWRR_SCHEME = 23;
    private static final int TCA_DWRR_PARAMS = 24;
    private static final int TCA_DWRR_STATS_SCHEME = 26;
    private static final int DWRR_A_PARAM = 5;
    private static final int DWRR_A_STAT = 6;
    private static final int DWRR_FIELD_NAME = 2;
    private static final int DWRR_FIELD_VALUE = 10;

    /** Returns the value of the setting ecn-scheme: by name, or for a scheme of dwrr itself by number. */
    long value() {
        return scheme().map(ModuleSchemes::value)
                .orElseGet(() -> ModuleQdiscReader.toSettingValue(
                        DwrrSetting.ECN_SCHEME,
                        options.required(DwrrSetting.ECN_SCHEME.attribute(), DwrrSetting.ECN_SCHEME.key())));
    }

    private Optional<MarkingScheme> scheme() {
        return options.string(TCA_DWRR_SCHEME).map(name -> ModuleSchemes.find(name)
                .orElseThrow(() -> new UserError(
                        "a port has the marking scheme " + name + ", which this version of mqecn does not know",
                        "'mqecn scheme build FILE' makes it known; 'tc qdisc show' shows the port")));
    }

    /** Returns the values of each parameter: one, or one for each queue. */
    Map<SchemeSetting, List<Long>> parameters() {
        Map<SchemeSetting, List<Long>> values = new HashMap<>();
        scheme().ifPresent(scheme -> scheme.settings()
                .forEach(setting -> values.put(
                        setting,
                        field(options.nested(TCA_DWRR_PARAMS), DWRR_A_PARAM, setting.key())
                                .map(SchemeReader::numbers)
                                .orElseThrow(() -> NetlinkAttributes.malformed(setting.key() + " is missing")))));
        return values;
    }

    private static List<Long> numbers(ByteBuffer values) {
        if (values.remaining() == 0 || values.remaining() % Long.BYTES != 0) {
            throw NetlinkAttributes.malformed("a parameter of " + values.remaining() + " bytes");
        }
        return IntStream.range(0, values.remaining() / Long.BYTES)
                .mapToObj(i -> values.getLong(values.position() + i * Long.BYTES))
                .toList();
    }

    static List<Long> forQueues(List<Long> values, int queues) {
        if (values.size() != 1 && values.size() != queues) {
            throw NetlinkAttributes.malformed(values.size() + " values of a parameter for " + queues + " queues");
        }
        return values.size() == 1 ? Collections.nCopies(queues, values.get(0)) : values;
    }

    /** Returns a statistic, or null if the scheme of the port does not have it. */
    static Long statistic(NetlinkAttributes statistics, SchemeCounter counter) {
        return field(statistics.nested(TCA_DWRR_STATS_SCHEME), DWRR_A_STAT, counter.key())
                .map(NetlinkAttributes::number)
                .orElse(null);
    }

    /** Returns the value of the parameter or statistic of a name. */
    private static Optional<ByteBuffer> field(NetlinkAttributes all, int type, String name) {
        return all.findAll(type).stream()
                .map(NetlinkAttributes::parse)
                .filter(field ->
                        field.string(DWRR_FIELD_NAME).filter(name::equals).isPresent())
                .findFirst()
                .flatMap(field -> field.find(DWRR_FIELD_VALUE));
    }
}
