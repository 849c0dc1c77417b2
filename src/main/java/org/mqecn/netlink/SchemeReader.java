// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeCounter;
import org.mqecn.port.SchemeRole;
import org.mqecn.port.SchemeSetting;
import org.mqecn.value.UserError;

/** Reads a scheme of a port, if it is a module of its own: parameters and statistics go by their names. */
record SchemeReader(SchemeRole role, NetlinkAttributes options) {
    private static final int TCA_DWRR_SCHEME = 23;
    private static final int TCA_DWRR_PARAMS = 24;
    private static final int TCA_DWRR_BUFFER = 26;
    private static final int TCA_DWRR_BUFFER_PARAMS = 27;
    private static final int TCA_DWRR_STATS_SCHEME = 26;
    private static final int TCA_DWRR_STATS_BUFFER = 29;
    private static final int DWRR_A_PARAM = 5;
    private static final int DWRR_A_STAT = 6;
    private static final int DWRR_FIELD_NAME = 2;
    private static final int DWRR_FIELD_VALUE = 10;

    /** Returns the value of the setting that selects the scheme: by name, or for one of dwrr itself by number. */
    long value() {
        DwrrSetting setting = role.setting();
        return scheme().map(ModuleSchemes::value)
                .orElseGet(() -> ModuleQdiscReader.toSettingValue(
                        setting, options.required(setting.attribute(), setting.key())));
    }

    private Optional<DwrrScheme> scheme() {
        return options.string(role == SchemeRole.MARKING ? TCA_DWRR_SCHEME : TCA_DWRR_BUFFER)
                .map(name -> ModuleSchemes.find(name)
                        .orElseThrow(() -> new UserError(
                                "a port has the " + role.words() + " " + name
                                        + ", which this version of mqecn does not know",
                                "'mqecn scheme build FILE' makes it known; 'tc qdisc show' shows the port")));
    }

    /** Returns the values of each parameter: one, or one for each queue. */
    Map<SchemeSetting, List<Long>> parameters() {
        Map<SchemeSetting, List<Long>> values = new HashMap<>();
        int parameters = role == SchemeRole.MARKING ? TCA_DWRR_PARAMS : TCA_DWRR_BUFFER_PARAMS;
        scheme().ifPresent(scheme -> scheme.settings()
                .forEach(setting -> values.put(
                        setting,
                        field(options.nested(parameters), DWRR_A_PARAM, setting.key())
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

    /** Returns a statistic, or null if no scheme of the port has it. */
    static Long statistic(NetlinkAttributes statistics, SchemeCounter counter) {
        return Stream.of(TCA_DWRR_STATS_SCHEME, TCA_DWRR_STATS_BUFFER)
                .flatMap(nest -> field(statistics.nested(nest), DWRR_A_STAT, counter.key()).stream())
                .findFirst()
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
