// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.Quantity;
import org.mqecn.value.UserError;

/** Requests for eiffel ports. */
final class EiffelRequestTest {
    /** A port with the default values, except for some. */
    private static PortConfig config(Map<Setting, Long> others) {
        Map<Setting, Long> values = new HashMap<>();
        Arrays.stream(EiffelSetting.values())
                .forEach(setting -> values.put(setting, setting.spec().min()));
        values.put(EiffelSetting.CE_THRESHOLD, Quantity.NONE);
        values.put(EiffelSetting.LIMIT, 10_000L);
        values.put(EiffelSetting.FLOW_LIMIT, 100L);
        values.put(EiffelSetting.PACING, 1L);
        values.putAll(QdiscKind.EIFFEL.defaults());
        values.putAll(others);
        return new PortConfig(QdiscKind.EIFFEL, values, List.of());
    }

    private static QdiscRequest parse(String text) {
        return QdiscRequest.parse(QdiscKind.EIFFEL, List.of(text.split(" ")));
    }

    @Test
    @DisplayName("a word that is both a key and a value is parsed by its position")
    void keywordsThatAreAlsoKeys() {
        assertEquals(
                List.of("policy", "pacing", "pacing", "off"),
                parse("policy pacing pacing off").arguments());
    }

    @Test
    @DisplayName("the kind is found by the keys")
    void kinds() {
        assertEquals(
                QdiscKind.EIFFEL, QdiscRequest.parse(List.of("quantum", "3000")).kind());
        assertEquals(
                QdiscKind.DWRR, QdiscRequest.parse(List.of("quantum", "0:3000")).kind());
        assertEquals(
                QdiscKind.EIFFEL,
                QdiscRequest.parse(List.of("quantum", "3000", "maxrate", "none"))
                        .kind());
    }

    @Test
    @DisplayName("differences from the request are in tc's syntax")
    void differences() {
        assertEquals(
                List.of("maxrate 10mbit: the kernel has none", "policy wfq: the kernel has pacing"),
                parse("maxrate 10mbit policy wfq limit 10000").differences(config(Map.of())));
        assertEquals(
                List.of("maxrate", "none", "policy", "pacing"),
                parse("maxrate 10mbit policy wfq").currentArguments(config(Map.of())));
    }

    @Test
    @DisplayName("the arguments of a policy include its settings")
    void policyWithItsOptions() {
        assertEquals(
                List.of("policy", "pacing", "rank-from", "dscp"),
                parse("policy wfq rank-from mark").currentArguments(config(Map.of())));
        assertEquals(
                List.of("policy", "lqf", "deadline-unit", "1ns"),
                parse("policy edf deadline-unit 5ms")
                        .currentArguments(config(Map.of(EiffelSetting.POLICY, (long) EiffelPolicy.LQF.ordinal()))));
        assertEquals(
                List.of("pacing", "off", "maxrate", "8kbit"),
                parse("pacing on maxrate 1mbit")
                        .currentArguments(config(Map.of(EiffelSetting.PACING, 0L, EiffelSetting.MAXRATE, 8_000L))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rank-from mark|policy pacing reads no rank: rank-from has no effect",
                "deadline-unit 1us|policy pacing has no deadlines: deadline-unit has no effect",
                "granularity 1s|16384 buckets of 1s cover 16384s, more than the maximum horizon of 3600s",
                "buckets 64 granularity 100ns|64 buckets of 100ns cover 6400ns, less than timer-slack 10us",
                "timer-slack 1s|16384 buckets of 8us cover 131072us, less than timer-slack 1s",
                "maxrate 8kbit horizon 1513ms|horizon 1513ms is shorter than the 1514ms transmission time of a full frame at maxrate "
                        + "8kbit",
                "pacing off maxrate 1gbit|maxrate 1gbit has no effect with pacing off"
            })
    @DisplayName("invalid combinations with current settings are rejected")
    void contradictions(String text, String message) {
        UserError error = assertThrows(UserError.class, () -> parse(text).validateChange(config(Map.of())));
        assertEquals(message, error.getMessage());
        assertEquals(true, error.isUsage());
    }

    @Test
    @DisplayName("combinations that are valid with current settings are accepted, even if invalid for a new port")
    void acceptsSensibleRequests() {
        parse("rank-from mark").validateChange(config(Map.of(EiffelSetting.POLICY, (long) EiffelPolicy.WFQ.ordinal())));
        parse("horizon 1us").validateChange(config(Map.of()));
        parse("maxrate 8kbit horizon 1514ms").validateNew();
        parse("pacing off maxrate none").validateNew();
        parse("buckets 262144 granularity 13ms").validateNew();
    }

    @Test
    @DisplayName("unlikely combinations cause a warning")
    void warnings() {
        assertEquals(List.of(), config(Map.of()).warnings());
        WarningAssertions.assertWarned(
                QdiscKind.EIFFEL,
                List.of(
                        "maxrate 8kbit has no effect: pacing is off",
                        "horizon (1us) is shorter than a bucket (8us): packets with a transmission time are hardly delayed",
                        "both windows (262144us) are shorter than the transmission time of a full frame at maxrate 8kbit: flows are sorted twice",
                        "flow-limit (100) is above limit (50): one flow can take the whole limit"),
                config(Map.of(
                                EiffelSetting.PACING,
                                0L,
                                EiffelSetting.MAXRATE,
                                8_000L,
                                EiffelSetting.HORIZON,
                                1_000L,
                                EiffelSetting.LIMIT,
                                50L))
                        .warnings());
    }
}
