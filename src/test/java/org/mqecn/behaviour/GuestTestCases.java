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
 * Test cases that share a guest, because booting one takes longer than most of them. Each runs in separate namespaces
 * with the defaults of the module; its trace is checked afterwards.
 */
final class GuestTestCases {
    private record GuestTestCase(String name, TrafficScript traffic, Consumer<TrafficTrace> check) {}

    private final List<GuestTestCase> cases = new ArrayList<>();
    private final String prologue;

    GuestTestCases() {
        this("");
    }

    /** @param prologue shell script before the test cases, which may define {@code prepare} for each wire */
    GuestTestCases(String prologue) {
        this.prologue = prologue;
    }

    GuestTestCases add(String name, TrafficScript trafficScript, Consumer<TrafficTrace> check) {
        cases.add(new GuestTestCase(name, trafficScript, check));
        return this;
    }

    /** Runs all test cases in one guest. The checks of each are a test. */
    Stream<DynamicTest> run() {
        List<String> outputs = split(TestGuest.run(this::script));
        return IntStream.range(0, cases.size()).mapToObj(i -> {
            GuestTestCase guestTestCase = cases.get(i);
            String output = i < outputs.size() ? outputs.get(i) : "";
            return DynamicTest.dynamicTest(
                    guestTestCase.name(), () -> guestTestCase.check().accept(parseOutput(output)));
        });
    }

    /** The output of each test case. */
    static List<String> split(String output) {
        List<String> parts = List.of(output.split("\\[\"test case\"\\]\n"));
        return parts.subList(1, parts.size());
    }

    private static TrafficTrace parseOutput(String output) {
        return TrafficTrace.parse(successfulOutput(output));
    }

    /** The output of one test case up to its end, which must be a success. */
    static String successfulOutput(String output) {
        int end = output.lastIndexOf("[\"end\"");
        assertEquals(
                "[\"end\",0]",
                end < 0 ? "" : output.substring(end).strip(),
                () -> "the test case failed:\n"
                        + output.lines()
                                .filter(line -> !line.startsWith("[\"packet\""))
                                .limit(50)
                                .toList());
        return output.substring(0, end);
    }

    private String script(Path folder) {
        StringBuilder script = new StringBuilder(prologue);
        try {
            for (int i = 0; i < cases.size(); i++) {
                TrafficScript trafficScript = cases.get(i).traffic();
                Path file = Files.writeString(folder.resolve(i + ".script"), trafficScript.steps());
                script.append(trafficScript.script(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return script.toString();
    }
}
