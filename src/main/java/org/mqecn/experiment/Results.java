// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mqecn.port.UserError;

/** The files that a guest left in its {@code $OUT}, one a program. */
record Results(Path folder) {
    String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String name) {
        return parse(name, text(name));
    }

    /** @throws UserError where the text is not JSON */
    static JsonNode parse(String what, String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UserError(what + " is not JSON: " + e.getOriginalMessage(), "");
        }
    }
}
