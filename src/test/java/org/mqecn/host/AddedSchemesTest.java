// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.UserError;

class AddedSchemesTest {
    @TempDir
    private Path folder;

    @Test
    void aSchemeOfTheUserComesBeforeOneOfTheMachine() throws IOException {
        Path machine = Files.createDirectories(folder.resolve("machine"));
        AddedSchemes schemes = new AddedSchemes(folder.resolve("user"), machine);
        assertEquals(List.of(), schemes.paths());
        Files.writeString(machine.resolve("one.c"), "of the machine");
        Files.writeString(machine.resolve("two.c"), "of the machine");
        Files.writeString(machine.resolve("two.mod.c"), "of a build");
        Path added = schemes.add("one", "of the user");
        assertEquals(List.of(added, machine.resolve("two.c")), schemes.paths());
        assertEquals("of the user", schemes.files().get(0).text());
        assertTrue(schemes.remove("one"));
        assertFalse(schemes.remove("one"));
        assertEquals(Optional.of(machine.resolve("one.c")), schemes.find("one"));
        assertEquals(Optional.empty(), schemes.find("three"));
    }

    @ParameterizedTest
    @CsvSource({"MARKING, thresh, --ecn-scheme", "BUFFERING, alpha, --buffer-mode"})
    void aTemplateIsAValidScheme(SchemeRole role, String parameter, String option) throws IOException {
        List<Path> files = new SchemeTemplate("my-scheme", role).write(folder);
        assertEquals(4, files.size());
        for (Path file : files) {
            assertFalse(Files.readString(file).contains("@"), file::toString);
        }
        SchemeSource source =
                SchemeSource.find(folder.resolve("my-scheme").toString()).orElseThrow();
        DwrrScheme scheme = source.declared();
        assertEquals("my-scheme", scheme.name());
        assertEquals(role, scheme.role());
        assertEquals("my-scheme-" + parameter, scheme.settings().get(0).key());
        assertEquals(Optional.of(folder.resolve("my-scheme/Model.java")), source.model());
        assertTrue(Files.readString(folder.resolve("my-scheme/README.md")).contains(option + " my-scheme"));
        UserError again = assertThrows(UserError.class, () -> new SchemeTemplate("my-scheme", role).write(folder));
        assertTrue(again.getMessage().endsWith("my-scheme already"), again::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "My-scheme", "../x", "a name", "-x", "x-", "red", "ecn-sharp", "a-name-with-25-characters"})
    void aTemplateNeedsAFreeName(String name) {
        assertThrows(UserError.class, () -> new SchemeTemplate(name, SchemeRole.MARKING));
    }

    @Test
    void theNameOfAFileIsThatOfItsScheme() throws IOException {
        Path file = new SchemeTemplate("my-scheme", SchemeRole.MARKING)
                .write(folder)
                .get(0);
        Path renamed = Files.move(file, file.resolveSibling("other.c"));
        SchemeSource source = SchemeSource.find(renamed.toString()).orElseThrow();
        UserError error = assertThrows(UserError.class, source::declared);
        assertTrue(error.getMessage().contains("declares the scheme my-scheme"), error::getMessage);
        assertThrows(UserError.class, () -> SchemeSource.find(file.toString()));
        assertEquals(Optional.empty(), SchemeSource.find("no-such-scheme"));
    }
}
