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
final class GuestTestCases {
    private record GuestTestCase(String name, TrafficScript traffic, Consumer<TrafficTrace> check) {}

    private final List<GuestTestCase> cases = new ArrayList<>();
    private final String prologue;

    GuestTestCases() {
        this("");
    }

    /** @param prologue a shell's text that comes before the scenes: what {@code prepare} does with each wire, for one */
    GuestTestCases(String prologue) {
        this.prologue = prologue;
    }

    GuestTestCases add(String name, TrafficScript trafficScript, Consumer<TrafficTrace> check) {
        cases.add(new GuestTestCase(name, trafficScript, check));
        return this;
    }

    /** Plays all scenes in one guest. Each one's checks are a test. */
    Stream<DynamicTest> run() {
        String[] seen = TestGuest.run(this::script).split("\\[\"scene\"\\]\n");
        return IntStream.range(0, cases.size()).mapToObj(i -> {
            GuestTestCase guestTestCase = cases.get(i);
            String output = i + 1 < seen.length ? seen[i + 1] : "";
            return DynamicTest.dynamicTest(
                    guestTestCase.name(), () -> guestTestCase.check().accept(parseOutput(output)));
        });
    }

    private static TrafficTrace parseOutput(String output) {
        int end = output.lastIndexOf("[\"end\"");
        assertEquals(
                "[\"end\",0]",
                end < 0 ? "" : output.substring(end).strip(),
                () -> "the scene failed:\n"
                        + output.lines()
                                .filter(line -> !line.startsWith("[\"packet\""))
                                .limit(50)
                                .toList());
        return TrafficTrace.parse(output.substring(0, end));
    }

    private String script(Path folder) {
        StringBuilder script = new StringBuilder(prologue);
        try {
            for (int i = 0; i < cases.size(); i++) {
                TrafficScript trafficScript = cases.get(i).traffic();
                Path score = Files.writeString(folder.resolve(i + ".score"), trafficScript.steps());
                script.append(trafficScript.script(score));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script.toString();
    }
}
