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
import org.mqecn.document.Damage;
import org.mqecn.document.Problem;

/** Whatever is done to a good file, it is good still or is refused with a message: nothing else is thrown. */
final class DamagedFilesTest {
    private static final int ROUNDS = 400;

    static List<Path> good() {
        return FilesTest.good();
    }

    @ParameterizedTest
    @MethodSource("good")
    void aDamagedFileIsReadOrRefused(Path file) throws IOException {
        String text = Files.readString(file);
        Random random = new Random(text.hashCode());
        for (int i = 0; i < ROUNDS; i++) {
            String damaged = Damage.of(text, random);
            TestbedFile read = TestbedFile.of("lab.yaml", damaged);
            List<Problem> errors = read.problems().stream().filter(problem -> !problem.warning()).toList();
            assertEquals(read.complete().isEmpty(), !errors.isEmpty(), damaged);
            errors.forEach(error -> assertFalse(error.failure().isBlank() || error.place().line() < 1, damaged));
        }
    }
}
