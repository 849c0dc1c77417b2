// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SchemeColumnTest {
    private static final List<Path> TESTBEDS = List.of(Path.of("testbeds"));

    private static ScenarioFile read(String name, String scheme) {
        return ScenarioFile.read(
                Path.of("scenarios", name + ".yaml"),
                TESTBEDS,
                new ScenarioOverrides(
                        Map.of(), scheme.isEmpty() ? List.of() : List.of(scheme), false, OptionalInt.empty()));
    }

    @Test
    void aSchemeIsAFurtherColumnAndTheOthersStay() {
        List<ScenarioCase> before = read("mq-fig6", "").scenario().cases();
        List<ScenarioCase> after = read("mq-fig6", "ecn-sharp").scenario().cases();
        assertEquals(before, after.subList(0, before.size()));
        assertEquals(before.size() + 1, after.size());
        ScenarioCase added = after.get(before.size());
        assertEquals(Map.of("scheme", "ecn-sharp"), added.parameters());
        assertTrue(added.text().contains("ecn-scheme: ecn-sharp"), added::text);
        assertTrue(added.text().contains("shared-buffer: 96k"), added::text);
    }

    @Test
    void aSchemeThatIsThereIsNotAddedAgain() {
        assertEquals(read("mq-fig6", "").scenario(), read("mq-fig6", "mq-ecn").scenario());
    }

    @Test
    void aScenarioWithoutSuchAVariableIsRefused() {
        assertTrue(read("mq-fig1", "ecn-sharp")
                .problems()
                .get(0)
                .message()
                .contains("no variable of the scenario selects"));
    }
}
