// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Output of programs, as it was captured. */
final class Captured {
    private Captured() {}

    static String text(String name) {
        try (InputStream file = Captured.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
