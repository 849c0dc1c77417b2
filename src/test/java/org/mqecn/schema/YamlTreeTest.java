// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.UserError;

@DisplayName("A value in a YAML document")
final class YamlTreeTest {
    private static final String TEXT =
            """
            a:
              b: [1, 2]
              net.ipv4.tcp_ecn: 1
              net: {ipv4: x}
            c: word
            """;

    private static YamlNode value(String yaml) {
        Problems problems = new Problems();
        return Yaml.read("test", yaml, problems).orElseThrow(() -> new AssertionError(problems.list()));
    }

    @ParameterizedTest
    @CsvSource({"a.b.1, 2", "a.net.ipv4.tcp_ecn, 1", "a.net.ipv4, x", "c, word"})
    void isFoundByItsPath(String path, String text) {
        assertEquals(Optional.of(text), YamlTree.get(value(TEXT), path).map(found -> ((YamlNode.Scalar) found).text()));
    }

    @ParameterizedTest
    @CsvSource({"a.b.1", "a.net.ipv4.tcp_ecn", "a.net.ipv4", "c", "a.new", "new", "a.new.under"})
    void isReplacedAtItsPath(String path) {
        YamlNode changed = YamlTree.set(value(TEXT), path, value("[other]"));

        assertEquals("[other]\n", Yaml.write(YamlTree.get(changed, path).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({"a.b.2, the range is 0 to 1", "c.d, 'word' has no 'd'"})
    void isNotReplacedIfThePathDoesNotExist(String path, String why) {
        UserError error = assertThrows(UserError.class, () -> YamlTree.set(value(TEXT), path, value("1")));

        assertTrue((error.getMessage() + error.remedy()).contains(why), error.getMessage() + error.remedy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {b: {c: 1, d: 2}}|a: {b: {d: 3, e: 4}}|a: {b: {c: 1, d: 3, e: 4}}",
                "a: [1, 2]|a: [3]|a: [3]",
                "a: {b: 1}|a: word|a: word",
                "a: word|a: {b: 1}|a: {b: 1}",
                "a: 1|b: 2|{a: 1, b: 2}"
            })
    void isMergedKeyByKey(String yaml, String other, String both) {
        assertEquals(Yaml.write(value(both)), Yaml.write(YamlTree.merged(value(yaml), value(other))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1",
                "a: '1'",
                "a: 1.50",
                "a: true",
                "a: 'true'",
                "a: [x, 'y: z', 2]",
                "a: 32k",
                "a:",
                "a: {b: {c: [1]}}",
                "a: [{b: 1}, {c: 2}]",
                "a: '-72.8%'",
                "a: 'no: # comment'"
            })
    void isReadAsItWasWritten(String yaml) {
        String written = Yaml.write(value(yaml));

        assertEquals(withoutLocations(value(yaml)), withoutLocations(value(written)), written);
    }

    private static String withoutLocations(YamlNode yamlNode) {
        return yamlNode.toString().replaceAll("test:\\d+:\\d+", "");
    }
}
