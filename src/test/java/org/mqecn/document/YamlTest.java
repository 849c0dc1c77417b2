// SPDX-License-Identifier: Apache-2.0
package org.mqecn.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Value.Scalar.Type;

final class YamlTest {
    private final Problems problems = new Problems();

    private Optional<Value> read(String text) {
        return Yaml.read("f.yaml", text, problems);
    }

    @ParameterizedTest
    @CsvSource({"995mbit, TEXT", "12, NUMBER", "0.1, NUMBER", "true, FLAG", "yes, TEXT", "off, TEXT", "012, NUMBER",
        "'\"12\"', TEXT", "~, NOTHING", "1:30, TEXT", "2026-01-01, TEXT"})
    void wordsAreWhatYaml12TakesThemFor(String text, Type type) {
        assertEquals(type, ((Scalar) read(text).orElseThrow()).type());
    }

    @Test
    void anAliasStandsForWhatItNames() {
        Mapping mapping = (Mapping) read("a: &x {b: 1}\nc: *x\n").orElseThrow();
        assertEquals(mapping.entries().get(0).value(), mapping.entries().get(1).value());
        assertEquals(List.of(), problems.list());
    }

    @Test
    void aTextWithoutAnythingIsNothing() {
        assertEquals(Type.NOTHING, ((Scalar) read("# nothing\n").orElseThrow()).type());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{a: 1|1", "a: 1\\n---\\nb: 2|2", "a: &x [*x]|1", "a: *unknown|1", "\\ta: 1|1",
        "a: \"\\u0007\"|1"})
    void whatIsNoDocumentIsToldWithItsLine(String text, int line) {
        String written = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
        assertEquals(Optional.empty(), read(written));
        assertEquals(List.of(line), problems.list().stream().map(problem -> problem.place().line()).toList());
    }
}
