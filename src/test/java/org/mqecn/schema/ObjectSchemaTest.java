// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.Rate;

/** Tests with a separate schema, independent of testbed and scenario files. */
final class ObjectSchemaTest {
    private static final Key<Rate> RATE = Key.of("rate", ValueTypes.RATE, "how fast", "1gbit");
    private static final Key<Duration> WAIT = Key.required("wait", ValueTypes.DURATION, "how long", "1ms");
    private static final Key<List<Integer>> NUMBERS =
            Key.of("numbers", ValueTypes.list(ValueTypes.integer(1, 9), 1, 3), "some", "[1, 2]");
    private static final Key<ParsedObject> INNER = Key.of(
            "inner",
            ObjectSchema.oneOf(
                    "fruit",
                    List.of(
                            Key.of("apple", ValueTypes.BOOLEAN, "round", "true"),
                            Key.of("pear", ObjectSchema.of("pear", List.of(NUMBERS)), "less round", "{numbers: [1]}"))),
            "one",
            "pear");
    private static final Key<Map<Located<String>, Double>> SHARES =
            Key.of("shares", ValueTypes.mapping(ValueTypes.STRING, ValueTypes.PERCENTAGE), "of each", "{a: 1%}");
    private static final ObjectSchema SAMPLE = ObjectSchema.of("sample", List.of(RATE, WAIT, NUMBERS, INNER, SHARES));

    private final Problems problems = new Problems();

    private ParsedObject read(String text) {
        return tryRead(text).orElseThrow();
    }

    private Optional<ParsedObject> tryRead(String text) {
        return Yaml.read("f", text, problems).flatMap(yamlNode -> SAMPLE.read("a sample", yamlNode, problems));
    }

    @Test
    void anObjectWithoutARequiredValueIsUnusable() {
        assertEquals(Optional.empty(), tryRead("{rate: 1gbit}"));
        assertEquals(Optional.empty(), tryRead("{wait: soon, rate: 1gbit}"));
        assertTrue(tryRead("{wait: 1s, rate: fast}").isPresent(), "the rest of the file can be checked with it");
    }

    @Test
    void valuesAreFoundUnderTheirKeysWithTheirPlaces() {
        ParsedObject parsed = read("wait: 250us\nrate: 1.5gbit\nnumbers: [1, 2]\nshares: {a: 12.5%}\n");
        assertEquals(List.of(), problems.list());
        assertEquals(Duration.ofNanos(250_000), parsed.require(WAIT));
        assertEquals(1_500_000_000, parsed.require(RATE).bitsPerSecond());
        assertEquals(List.of(1, 2), parsed.require(NUMBERS));
        assertEquals(0.125, parsed.require(SHARES).values().iterator().next());
        assertEquals("f:2:7", parsed.locationOf(RATE).toString());
        assertFalse(parsed.has(INNER));
        assertEquals("f:1:1", parsed.locationOf(INNER).toString(), "a missing key has the location of the object");
    }

    @Test
    void aChoiceMayBeOneWord() {
        ParsedObject pear = read("{wait: 1s, inner: pear}").require(INNER);
        assertEquals(List.of("pear"), pear.keys().stream().map(Key::name).toList());
        assertEquals(List.of(), problems.list());
    }

    @Test
    void whatStandsAboveHidesWhatStandsBelow() {
        ParsedObject both = read("{wait: 1s, rate: 1gbit}").withDefaults(read("\n{wait: 2s, numbers: [3]}"));
        assertEquals(Duration.ofSeconds(1), both.require(WAIT));
        assertEquals(List.of(3), both.require(NUMBERS));
        assertEquals("f:2:21", both.locationOf(NUMBERS).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rate: 1gbit}|f:1:1: this sample has no 'wait', how long",
                "{wait: 1s, rtae: 1gbit}|f:1:12: unknown key 'rtae' of a sample",
                "{wait: 1s, wait: 2s}|f:1:12: 'wait' occurs twice",
                "{wait: 1}|f:1:8: wait '1' has no unit",
                "{wait: -1s}|f:1:8: wait '-1s' is not a positive number of ns",
                "{wait: 1s, rate: 0bit}|f:1:18: rate 0bit is out of range",
                "{wait: 1s, numbers: 1}|f:1:21: numbers is '1'",
                "{wait: 1s, numbers: []}|f:1:21: numbers is a list of 0",
                "{wait: 1s, numbers: [10]}|f:1:22: numbers 10 is out of range",
                "{wait: 1s, numbers: [one]}|f:1:22: numbers 'one' is not a number",
                "{wait: 1s, inner: plum}|f:1:19: unknown key 'plum' of a fruit",
                "{wait: 1s, inner: {}}|f:1:19: inner has no key",
                "{wait: 1s, inner: {apple: true, pear: }}|f:1:19: inner has more than one key: apple, pear",
                "{wait: 1s, inner: {apple: 'true'}}|f:1:27: apple 'true' is neither true nor false",
                "{wait: 1s, shares: {a: 101%}}|f:1:24: a '101%' is not a percentage from 0% to 100%",
                "{wait: 1s, shares: [a]}|f:1:20: shares is a list"
            })
    void aWrongValueIsToldWithItsPlace(String text, String message) {
        tryRead(text);
        assertEquals(
                List.of(message), problems.list().stream().map(Problem::message).toList());
    }

    @Test
    void everythingThatIsWrongIsToldInTheOrderOfTheFile() {
        tryRead("{numbers: 1,\n rate: fast}");
        assertEquals(
                List.of("f:1:1", "f:1:11", "f:2:8"),
                problems.list().stream()
                        .map(problem -> problem.location().toString())
                        .toList());
        assertTrue(problems.hasErrors());
    }
}
