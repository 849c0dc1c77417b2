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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mqecn.value.Keyword;
import org.mqecn.value.Quantity;

/** The uapi headers and the Java enums agree. */
final class UapiTest {
    private static final Map<String, Integer> NUMBERS = numbers();

    /** Values of the enum constants in the headers. */
    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (QdiscKind kind : QdiscKind.values()) {
            Matcher enums =
                    Pattern.compile("enum[^{]*\\{([^}]*)}").matcher(header(kind).replaceAll("(?s)/\\*.*?\\*/", ""));
            while (enums.find()) {
                List<String> names = Arrays.stream(enums.group(1).split(","))
                        .map(String::strip)
                        .toList();
                names.forEach(name -> numbers.put(name, names.indexOf(name)));
            }
        }
        return numbers;
    }

    private static String header(QdiscKind kind) {
        try {
            return Files.readString(Path.of("kmod/uapi/" + kind.keyword() + ".h"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void countersHaveTheirAttributes(DwrrCounter counter) {
        assertEquals(NUMBERS.get("TCA_DWRR_STATS_" + counter.name()), counter.attribute());
    }

    @ParameterizedTest
    @EnumSource
    void settingsHaveTheirAttributes(DwrrSetting setting) {
        Map<Setting, String> others = Map.of(
                DwrrSetting.RATE,
                "RATE64",
                DwrrSetting.QUEUES,
                "NUM_QUEUES",
                DwrrSetting.QUANTUM,
                "QUEUE_QUANTUM",
                DwrrSetting.DSCP,
                "QUEUE_DSCP",
                DwrrSetting.PRIO,
                "QUEUE_PRIO");
        assertEquals(NUMBERS.get("TCA_DWRR_" + others.getOrDefault(setting, setting.name())), setting.attribute());
    }

    @Test
    @DisplayName("every option of eiffel is a setting, every statistic a counter")
    void eiffelIsComplete() {
        Map<Integer, String> settings = Arrays.stream(EiffelSetting.values())
                .collect(Collectors.toMap(EiffelSetting::attribute, EiffelSetting::name));
        Map<Integer, String> counters = Arrays.stream(EiffelCounter.values())
                .filter(each -> each.attribute() > 0)
                .collect(Collectors.toMap(EiffelCounter::attribute, EiffelCounter::name));
        assertEquals(attributes("TCA_EIFFEL_(?!STATS_)"), settings);
        assertEquals(attributes("TCA_EIFFEL_STATS_"), counters);
    }

    /** Attribute names without their prefix and without type suffixes. */
    private static Map<Integer, String> attributes(String prefix) {
        Set<String> others = Set.of("UNSPEC", "PAD", "CLEAR", "RANKS");
        return NUMBERS.keySet().stream()
                .filter(name -> name.matches(prefix + ".*"))
                .filter(name -> !others.contains(name.replaceFirst(prefix, "")))
                .collect(Collectors.toMap(NUMBERS::get, name -> name.replaceFirst(prefix, "")
                        .replaceFirst("64$", "")
                        .replaceFirst("^TIME_NEXT_DELAYED_FLOW$", "TIME_NEXT_DELAYED_FLOW_NS")));
    }

    @Test
    void keywordsHaveTheirNumbers() {
        assertOrder("DWRR_ECN_", EcnScheme.values());
        assertOrder("DWRR_BUFFER_", BufferMode.values());
        assertOrder("DWRR_SCHED_", DwrrScheduler.values());
        assertOrder("DWRR_MARK_", MarkPoint.values());
        assertOrder("EIFFEL_", EiffelPolicy.values());
        assertOrder("EIFFEL_RANK_", RankSource.values());
        assertOrder("EIFFEL_HORIZON_", HorizonAction.values());
    }

    private static void assertOrder(String prefix, Keyword... words) {
        for (Keyword keyword : words) {
            String name = keyword.keyword().toUpperCase(Locale.ROOT).replace('-', '_');
            assertEquals(NUMBERS.get(prefix + name), keyword.ordinal(), keyword.keyword());
        }
    }

    @Test
    void rangesAreTheKernels() {
        assertEquals(8 * limit("DWRR_MIN_RATE"), DwrrSetting.RATE.parse("1mbit"));
        assertEquals(8 * limit("DWRR_MAX_RATE"), DwrrSetting.RATE.parse("400gbit"));
        assertEquals(limit("DWRR_MIN_QUANTUM"), DwrrSetting.QUANTUM.parse("256"));
        assertEquals(limit("DWRR_MAX_QUEUES"), DwrrSetting.QUEUES.parse("64"));
        assertEquals(limit("DWRR_MAX_INTERVAL_NS"), DwrrSetting.IDLE_INTERVAL.parse("1s"));
        assertEquals(limit("DWRR_MAX_BUCKET_NS"), DwrrSetting.BUCKET.parse("100ms"));
        assertEquals(limit("DWRR_NUM_PRIOS") - 1, DwrrSetting.PRIO.parse("7"));
    }

    @Test
    void rangesOfEiffelAreTheKernels() {
        assertRange(EiffelSetting.BUCKETS, limit("EIFFEL_MIN_BUCKETS"), limit("EIFFEL_MAX_BUCKETS"));
        assertRange(EiffelSetting.GRANULARITY, limit("EIFFEL_MIN_GRANULARITY"), limit("EIFFEL_MAX_GRANULARITY"));
        assertRange(EiffelSetting.HASH_BUCKETS, limit("EIFFEL_MIN_HASH"), limit("EIFFEL_MAX_HASH"));
        assertRange(EiffelSetting.QUANTUM, limit("EIFFEL_MIN_QUANTUM"), limit("EIFFEL_MAX_QUANTUM"));
        assertRange(EiffelSetting.INITIAL_QUANTUM, limit("EIFFEL_MIN_QUANTUM"), limit("EIFFEL_MAX_QUANTUM"));
        assertRange(EiffelSetting.HORIZON, limit("EIFFEL_MIN_HORIZON"), limit("EIFFEL_MAX_HORIZON"));
        assertRange(EiffelSetting.TIMER_SLACK, 0, limit("EIFFEL_MAX_NS"));
        assertRange(EiffelSetting.REFILL_DELAY, 0, limit("EIFFEL_MAX_NS"));
        assertRange(EiffelSetting.DEADLINE_UNIT, 1, limit("EIFFEL_MAX_NS"));
        assertRange(EiffelSetting.LIMIT, 1, limit("EIFFEL_MAX_PACKETS"));
        assertEquals(8 * limit("EIFFEL_MIN_RATE"), EiffelSetting.MAXRATE.parse("8kbit"));
    }

    private static void assertRange(Setting setting, long least, long most) {
        assertEquals(least, setting.spec().min(), setting.key());
        assertEquals(most, setting.spec().max(), setting.key());
    }

    @Test
    @DisplayName("the defaults of a new eiffel port are those of the module")
    void defaultsAreTheKernels() throws IOException {
        String defaults = Files.readString(Path.of("kmod/eiffel/config.c"));
        QdiscKind.EIFFEL.defaults().forEach((setting, value) -> {
            Matcher line = Pattern.compile("\\." + setting.key().replace('-', '_') + "\\s*= ([^,]+),")
                    .matcher(defaults);
            assertEquals(true, line.find(), setting.key());
            long declared = number(line.group(1).split(" "));
            assertEquals(setting.quantity() == Quantity.RATE ? declared * Byte.SIZE : declared, value, setting.key());
        });
    }

    /** The value of a number in C, or of two with an operator. */
    private static long number(String... words) {
        if (words.length == 3) {
            long first = number(words[0]);
            long second = number(words[2]);
            return words[1].equals("*") ? first * second : words[1].equals("/") ? first / second : first - second;
        }
        Map<String, Long> names = Map.of(
                "EIFFEL_UNLIMITED",
                Quantity.NONE,
                "NSEC_PER_USEC",
                1_000L,
                "NSEC_PER_MSEC",
                1_000_000L,
                "NSEC_PER_SEC",
                1_000_000_000L);
        return words[0].matches("\\d.*")
                ? Long.parseLong(words[0].replace("ULL", ""))
                : names.getOrDefault(words[0], (long) NUMBERS.getOrDefault(words[0], -1));
    }

    private static long limit(String name) {
        for (QdiscKind kind : QdiscKind.values()) {
            Matcher number =
                    Pattern.compile(name + "\\s+(0x)?(\\w+?)U?(LL)?\\s").matcher(header(kind));
            if (number.find()) {
                return Long.parseLong(number.group(2), number.group(1) == null ? 10 : 16);
            }
        }
        throw new AssertionError(name);
    }
}
