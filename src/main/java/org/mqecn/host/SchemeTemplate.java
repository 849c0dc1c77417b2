// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Begins a marking scheme: a folder NAME with a scheme that works, its model, a scenario and a README. */
public record SchemeTemplate(String name) {
    /** So that NAME-thresh is the name of a parameter. */
    private static final int LONGEST_NAME = 24;

    public SchemeTemplate {
        if (!name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?") || name.length() > LONGEST_NAME) {
            throw UserError.usage(
                    "'" + name + "' is no name of a scheme",
                    "it has at most " + LONGEST_NAME + " lower-case letters, digits and '-', for example my-scheme");
        }
        if (ModuleSchemes.isShipped(name) || ModuleSchemes.isOwn(name)) {
            throw UserError.usage("there is a scheme " + name + " in mqecn already", "choose another name");
        }
    }

    /**
     * Writes the folder.
     *
     * @return its files
     * @throws UserError if there is one already
     */
    public List<Path> write(Path parent) {
        Path folder = parent.resolve(name);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".c", "scheme.c");
        files.put("Model.java", "Model.java");
        files.put(name + ".yaml", "scenario.yaml");
        files.put("README.md", "README.md");
        try {
            Files.createDirectory(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), text(file.getValue()));
            }
        } catch (FileAlreadyExistsException e) {
            throw UserError.usage(
                    "there is a " + folder + " already",
                    "choose another name, or go on with 'mqecn scheme test " + name + "'");
        } catch (IOException e) {
            throw new UserError("cannot write " + folder + ": " + IoErrors.reason(e), "");
        }
        return files.keySet().stream().map(folder::resolve).toList();
    }

    private String text(String template) {
        return ClasspathResources.readText(SchemeTemplate.class, "scheme/" + template)
                .replace("@NAME@", name);
    }
}
