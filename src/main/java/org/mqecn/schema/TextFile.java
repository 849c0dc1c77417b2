// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Reads text files. */
public final class TextFile {
    private TextFile() {}

    /**
     * Reads a YAML file.
     *
     * @param about manual page or command that describes such files
     * @throws UserError if it cannot be read; a usage error if it is no text
     */
    public static String read(Path file, String about) {
        return readExpected(file, "expected a YAML file; see " + about);
    }

    /**
     * Reads a file.
     *
     * @param remedy what to do if it cannot be read
     * @throws UserError if it cannot be read; a usage error if it is no text
     */
    public static String readExpected(Path file, String remedy) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw UserError.usage(file + " is not UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + IoErrors.reason(e), remedy);
        }
    }
}
