// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/** Begins a marking scheme or a buffer policy: a folder NAME with one that works, its model, a scenario and a README. */
public record SchemeTemplate(String name, SchemeRole role) {
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
        files.put(name + ".c", ofRole("scheme.c"));
        files.put("Model.java", model());
        files.put(name + ".yaml", ofRole("scenario.yaml"));
        files.put("README.md", read("README.md"));
        try {
            Files.createDirectory(folder);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), filled(file.getValue()));
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

    /** The program that all models are, with what this one decides. */
    private String model() {
        String decisions = ofRole("Decisions.java");
        return read("Model.java").replace("@DECISIONS@\n", decisions.substring(decisions.indexOf('\n') + 1) + "\n");
    }

    private String ofRole(String file) {
        return read(role.name().toLowerCase(Locale.ROOT) + "/" + file);
    }

    private static String read(String file) {
        return ClasspathResources.readText(SchemeTemplate.class, "scheme/" + file);
    }

    private String filled(String template) {
        return template.replace("@NAME@", name)
                .replace("@ROLE@", role.words())
                .replace("@OPTION@", role.option())
                .replace("@SCENARIO@", role == SchemeRole.MARKING ? "mq-fig6" : "buffer-policies");
    }
}
