// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlNode.Scalar.ScalarType;

final class YamlTest {
    private final Problems problems = new Problems();

    private Optional<YamlNode> read(String text) {
        return Yaml.read("f.yaml", text, problems);
    }

    @ParameterizedTest
    @CsvSource({
        "995mbit, STRING",
        "12, NUMBER",
        "0.1, NUMBER",
        "true, BOOLEAN",
        "yes, STRING",
        "off, STRING",
        "012, NUMBER",
        "'\"12\"', STRING",
        "~, NULL",
        "1:30, STRING",
        "2026-01-01, STRING"
    })
    void wordsAreWhatYaml12TakesThemFor(String text, ScalarType scalarType) {
        assertEquals(scalarType, ((Scalar) read(text).orElseThrow()).scalarType());
    }

    @Test
    void anAliasStandsForWhatItNames() {
        Mapping mapping = (Mapping) read("a: &x {b: 1}\nc: *x\n").orElseThrow();
        assertEquals(
                mapping.entries().get(0).yamlNode(), mapping.entries().get(1).yamlNode());
        assertEquals(List.of(), problems.list());
    }

    @Test
    void aTextWithoutAnythingIsNothing() {
        assertEquals(ScalarType.NULL, ((Scalar) read("# nothing\n").orElseThrow()).scalarType());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{a: 1|1", "a: 1\\n---\\nb: 2|2", "a: &x [*x]|1", "a: *unknown|1", "\\ta: 1|1", "a: \"\\u0007\"|1"
            })
    void whatIsNoDocumentIsToldWithItsLine(String text, int line) {
        String written = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0007", "\u0007");
        assertEquals(Optional.empty(), read(written));
        assertEquals(
                List.of(line),
                problems.list().stream()
                        .map(problem -> problem.location().line())
                        .toList());
    }
}
