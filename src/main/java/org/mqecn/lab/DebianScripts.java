// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mqecn.host.ClasspathResources;

/** The shell functions with which Debian is installed into a folder: {@code debian.sh}. */
public final class DebianScripts {
    static final String NAME = "debian.sh";

    private DebianScripts() {}

    /** Writes {@code debian.sh} into a folder, for a script that sources it. */
    public static void writeTo(Path folder) throws IOException {
        Files.writeString(folder.resolve(NAME), text());
    }

    static String text() {
        return ClasspathResources.readText(DebianScripts.class, NAME);
    }
}
