// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
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
        Map<Setting, String> others = Map.of(DwrrSetting.RATE, "RATE64", DwrrSetting.QUEUES, "NUM_QUEUES");
        String name = others.getOrDefault(setting, setting.name());
        String prefix = setting.isPerQueue() && !name.startsWith("QUEUE_") ? "TCA_DWRR_QUEUE_" : "TCA_DWRR_";
        assertEquals(NUMBERS.get(prefix + name), setting.attribute());
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
        assertOrder(
                "DWRR_ECN_", EnumSet.complementOf(EnumSet.of(EcnScheme.MODULE)).toArray(EcnScheme[]::new));
        for (SchemeUnit unit : SchemeUnit.values()) {
            assertEquals(NUMBERS.get("DWRR_UNIT_" + unit), unit.ordinal());
        }
        assertOrder(
                "DWRR_BUFFER_",
                EnumSet.complementOf(EnumSet.of(BufferMode.MODULE)).toArray(BufferMode[]::new));
        assertOrder("DWRR_SCHED_", DwrrScheduler.values());
        assertOrder("DWRR_MARK_", MarkPoint.values());
        assertOrder("DWRR_TRUST_", TrustedField.values());
        assertOrder("DWRR_HISTOGRAMS_", OnOff.values());
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

    /** The headers have one range for each setting that is not a choice, and each is that of its attribute. */
    @ParameterizedTest
    @EnumSource
    void rangesAreThoseOfTheHeader(QdiscKind kind) {
        Map<Integer, String> portAttributes = attributeNames(kind, "(?!STATS_|QUEUE_)");
        Map<Integer, String> queueAttributes = attributeNames(kind, "QUEUE_");
        for (Setting setting : kind.settings()) {
            if (setting.quantity().isKeyword() || setting instanceof SchemeSetting) {
                continue;
            }
            String name = kind.name() + "_"
                    + (setting.isPerQueue() ? queueAttributes : portAttributes).get(setting.attribute());
            long unit = setting.quantity().unit().equals(Quantity.RATE.unit()) ? Byte.SIZE : 1;
            assertEquals(unit * limit(name + "_MIN"), setting.spec().min(), setting.key());
            assertEquals(unit * limit(name + "_MAX"), setting.spec().max(), setting.key());
        }
    }

    private static Map<Integer, String> attributeNames(QdiscKind kind, String prefix) {
        String start = "TCA_" + kind.name() + "_";
        return NUMBERS.keySet().stream()
                .filter(name -> name.matches(start + prefix + "[A-Z].*"))
                .filter(name -> !name.matches(".*_(UNSPEC|PAD|ROWS|ENTRY_UNSPEC)"))
                .filter(name -> prefix.equals("QUEUE_") || NUMBERS.get(name) > 1)
                .collect(Collectors.toMap(NUMBERS::get, name -> name.substring(start.length())));
    }

    @Test
    @DisplayName("the kernel's message says the range of rates in the unit of people")
    void messageHasTheRangeOfRates() throws IOException {
        String rule = "1 Mbit/s to 400 Gbit/s";
        assertEquals("1mbit to 400gbit", DwrrSetting.RATE.range());
        assertTrue(Files.readString(Path.of("kmod/dwrr/config.h")).contains(rule));
    }

    @ParameterizedTest
    @EnumSource
    void sysctlsHaveTheirRanges(DwrrSetting setting) throws IOException {
        String table = Files.readString(Path.of("kmod/dwrr/legacy/sysctl.c"));
        String name = setting.sysctl(0).replaceFirst("_0$", "");
        Matcher row = Pattern.compile("\\{ \"" + name + "\",\\s*[\\w()]+,\\s*(\\w+), (\\w+)")
                .matcher(table);
        if (setting.hasSysctl()) {
            assertTrue(row.find(), name);
            assertEquals(setting.sysctlMin(), row.group(1).equals("0") ? 0 : limit(row.group(1)), name);
            assertEquals(
                    setting.sysctlMax(),
                    setting.quantity().isKeyword() ? NUMBERS.get("__" + row.group(2)) - 1 : limit(row.group(2)),
                    name);
        }
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
