// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.lab.KernelPatch.Edit;

class KernelPatchTest {
    @TempDir
    private Path tree;

    private static List<Edit> edits() {
        return KernelPatch.USER_MODE_LINUX.stream()
                .flatMap(patch -> patch.edits().stream())
                .toList();
    }

    /** Writes the files that the patch changes, with the places that the filter keeps. */
    private void write(Predicate<Edit> isKept) throws IOException {
        for (String file : edits().stream().map(Edit::file).distinct().toList()) {
            Path path = tree.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(
                    path,
                    edits().stream()
                            .filter(edit -> edit.file().equals(file))
                            .filter(isKept)
                            .map(Edit::oldText)
                            .collect(Collectors.joining("\n")));
        }
    }

    private String read(Edit edit) throws IOException {
        return Files.readString(tree.resolve(edit.file()));
    }

    @Test
    void changesEachPlaceOnce() throws IOException {
        write(edit -> true);
        KernelPatch.applyAll(KernelPatch.USER_MODE_LINUX, tree);
        for (Edit edit : edits()) {
            assertEquals(2, read(edit).split(Pattern.quote(edit.newText()), -1).length, edit.newText());
        }
    }

    @Test
    void leavesOutPatchWhosePlaceIsMissing() throws IOException {
        for (KernelPatch partial : KernelPatch.USER_MODE_LINUX) {
            Edit missing = partial.edits().get(partial.edits().size() - 1);
            write(edit -> edit != missing);
            KernelPatch.applyAll(KernelPatch.USER_MODE_LINUX, tree);
            for (Edit edit : edits()) {
                assertEquals(!partial.edits().contains(edit), read(edit).contains(edit.newText()), edit.newText());
            }
        }
    }
}
