// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests that share a guest, because booting one costs more than most of them. Each is a scene: it is
 * played in namespaces of its own, with the module's defaults, and what was seen is then checked.
 */
final class Scenes {
    private record Scene(String name, Wire wire, Consumer<Observation> check) {}

    private final List<Scene> scenes = new ArrayList<>();
    private final String prologue;

    Scenes() {
        this("");
    }

    /** @param prologue a shell's text that comes before the scenes: what {@code prepare} does with each wire, for one */
    Scenes(String prologue) {
        this.prologue = prologue;
    }

    Scenes add(String name, Wire wire, Consumer<Observation> check) {
        scenes.add(new Scene(name, wire, check));
        return this;
    }

    /** Plays all scenes in one guest. Each one's checks are a test. */
    Stream<DynamicTest> play() {
        String[] seen = Guests.run(this::script).split("\\[\"scene\"\\]\n");
        return IntStream.range(0, scenes.size()).mapToObj(i -> {
            Scene scene = scenes.get(i);
            String output = i + 1 < seen.length ? seen[i + 1] : "";
            return DynamicTest.dynamicTest(scene.name(), () -> scene.check().accept(observe(output)));
        });
    }

    private static Observation observe(String output) {
        int end = output.lastIndexOf("[\"end\"");
        assertEquals("[\"end\",0]", end < 0 ? "" : output.substring(end).strip(), () -> "the scene failed:\n"
                + output.lines().filter(line -> !line.startsWith("[\"packet\"")).limit(50).toList());
        return Observation.parse(output.substring(0, end));
    }

    private String script(Path folder) {
        StringBuilder script = new StringBuilder(prologue);
        try {
            for (int i = 0; i < scenes.size(); i++) {
                Wire wire = scenes.get(i).wire();
                Path score = Files.writeString(folder.resolve(i + ".score"), wire.score());
                script.append(wire.script(score));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script.toString();
    }
}
