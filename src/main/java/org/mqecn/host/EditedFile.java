// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.mqecn.schema.TextFile;
import org.mqecn.value.UserError;

/**
 * A text that replaces a file once the change that it describes is made, or confirmed.
 *
 * @param before the text that was edited
 */
record EditedFile(Path file, String before, String text) {
    private static final String FILE = "file";
    private static final String BEFORE = "before";
    private static final String TEXT = "text";

    /**
     * Replaces the file.
     *
     * @throws UserError if another process has changed it, or it cannot be written
     */
    void install() {
        if (Files.exists(file) && !TextFile.readExpected(file, "").equals(before)) {
            throw new UserError(
                    file + " was changed by another process", "the ports are as in your text, save it again");
        }
        AtomicFile.writeAsRoot(file, text);
    }

    /** Writes it to a file, for {@link #load}. */
    void save(Path to) {
        Properties facts = new Properties();
        facts.setProperty(FILE, file.toAbsolutePath().toString());
        facts.setProperty(BEFORE, before);
        facts.setProperty(TEXT, text);
        AtomicFile.writeAsRoot(to, PropertyText.format(facts));
    }

    static EditedFile load(Path from) {
        Properties facts = PropertyText.parse(TextFile.readExpected(from, ""));
        return new EditedFile(Path.of(facts.getProperty(FILE)), facts.getProperty(BEFORE), facts.getProperty(TEXT));
    }
}
