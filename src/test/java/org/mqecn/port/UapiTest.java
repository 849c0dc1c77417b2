// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The header that kernel and Java agree on says what Java says. */
final class UapiTest {
    private static final Map<String, Integer> NUMBERS = numbers();

    /** Numbers of the header's enum constants. */
    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        Matcher enums = Pattern.compile("enum[^{]*\\{([^}]*)}").matcher(header().replaceAll("(?s)/\\*.*?\\*/", ""));
        while (enums.find()) {
            List<String> names = Arrays.stream(enums.group(1).split(",")).map(String::strip).toList();
            names.forEach(name -> numbers.put(name, names.indexOf(name)));
        }
        return numbers;
    }

    private static String header() {
        try {
            return Files.readString(Path.of("kmod/uapi/dwrr.h"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Counter.class)
    void countersHaveTheirAttributes(Counter counter) {
        assertEquals(NUMBERS.get("TCA_DWRR_STATS_" + counter.name()), counter.attribute());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void settingsHaveTheirAttributes(Setting setting) {
        Map<Setting, String> others = Map.of(Setting.RATE, "RATE64", Setting.QUEUES, "NUM_QUEUES",
                Setting.QUANTUM, "QUEUE_QUANTUM", Setting.DSCP, "QUEUE_DSCP", Setting.PRIO, "QUEUE_PRIO");
        assertEquals(NUMBERS.get("TCA_DWRR_" + others.getOrDefault(setting, setting.name())), setting.attribute());
    }

    @Test
    void wordsHaveTheirNumbers() {
        assertOrder("DWRR_ECN_", EcnScheme.values());
        assertOrder("DWRR_BUFFER_", BufferMode.values());
        assertOrder("DWRR_SCHED_", Scheduler.values());
        assertOrder("DWRR_MARK_", MarkPoint.values());
    }

    private static void assertOrder(String prefix, Word... words) {
        for (Word word : words) {
            String name = word.word().toUpperCase(Locale.ROOT).replace('-', '_');
            assertEquals(NUMBERS.get(prefix + name), word.ordinal(), word.word());
        }
    }

    @Test
    void rangesAreTheKernels() {
        assertEquals(8 * limit("MIN_RATE"), Setting.RATE.parse("1mbit"));
        assertEquals(8 * limit("MAX_RATE"), Setting.RATE.parse("400gbit"));
        assertEquals(limit("MIN_QUANTUM"), Setting.QUANTUM.parse("256"));
        assertEquals(limit("MAX_QUEUES"), Setting.QUEUES.parse("64"));
        assertEquals(limit("MAX_INTERVAL_NS"), Setting.IDLE_INTERVAL.parse("1s"));
        assertEquals(limit("MAX_BUCKET_NS"), Setting.BUCKET.parse("100ms"));
        assertEquals(limit("NUM_PRIOS") - 1, Setting.PRIO.parse("7"));
    }

    private static long limit(String name) {
        Matcher number = Pattern.compile("DWRR_" + name + "\\s+(\\d+)").matcher(header());
        number.find();
        return Long.parseLong(number.group(1));
    }
}
