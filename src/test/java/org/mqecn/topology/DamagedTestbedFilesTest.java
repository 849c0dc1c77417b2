// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.schema.Problem;
import org.mqecn.schema.TextMutator;

/** A damaged file is either valid or rejected with a message; no other exception is thrown. */
final class DamagedTestbedFilesTest {
    private static final int ROUNDS = 400;

    static List<Path> validFiles() {
        return TestbedFilesTest.validFiles();
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    void damagedFileIsReadOrRejected(Path file) throws IOException {
        String text = Files.readString(file);
        Random random = new Random(text.hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            String damaged = TextMutator.mutate(text, random);
            TestbedFile read = TestbedFile.of("lab.yaml", damaged);
            List<Problem> errors = read.problems().stream()
                    .filter(problem -> !problem.warning())
                    .toList();
            assertEquals(read.resolved().isEmpty(), !errors.isEmpty(), damaged);
            errors.forEach(error ->
                    assertFalse(error.failure().isBlank() || error.location().line() < 1, damaged));
        }
    }
}
