// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.figure.Comparison.ComparedMetric;
import org.mqecn.value.UserError;

@DisplayName("The comparison of results")
final class ComparisonTest {
    @TempDir
    private Path folder;

    /** Results in which the RTT of mq-ecn at a load of 0.9 has these values in repetitions. */
    private Path results(String name, long firstSeed, double... rtts) throws IOException {
        Path results = folder.resolve(name);
        Files.createDirectories(results.resolve("runs"));
        Files.writeString(results.resolve("scenario.yaml"), SampleRuns.SCENARIO);
        for (int i = 0; i < rtts.length; i++) {
            ObjectNode run = SampleRuns.run("mq-ecn", "0.9", i + 1);
            run.put("seed", firstSeed + i);
            run.withObject("/metrics").put("rtt_avg_us", rtts[i]);
            SampleRuns.write(results, run);
        }
        return results;
    }

    private static ComparedMetric compare(Path... folders) {
        List<ComparedMetric> compared = Comparison.of(List.of(folders)).compare(List.of("rtt_avg_us"));
        assertEquals(1, compared.size());
        return compared.get(0);
    }

    @Test
    @DisplayName("finds a small change that is the same for every seed")
    void paired() throws IOException {
        ComparedMetric compared = compare(results("before", 1, 100, 200, 300), results("after", 1, 101, 202, 303));
        assertTrue(compared.isPaired() && compared.isDifferent());
        assertEquals(1, compared.change().orElseThrow().percent(), 1e-9);
        assertEquals(0, compared.change().orElseThrow().halfWidth(), 1e-9);
    }

    /** The same values with other seeds. Welch's t of 1/3 of a standard deviation: nothing. */
    @Test
    @DisplayName("takes it for chance if the seeds are others")
    void independent() throws IOException {
        ComparedMetric compared = compare(results("before", 1, 100, 200, 300), results("after", 7, 101, 202, 303));
        assertFalse(compared.isPaired() || compared.isDifferent());
        assertEquals(1, compared.change().orElseThrow().percent(), 1e-9);
        assertEquals(113.9, compared.change().orElseThrow().halfWidth(), 0.1);
    }

    @Test
    @DisplayName("has no interval of one repetition")
    void single() throws IOException {
        ComparedMetric compared = compare(results("before", 1, 100), results("after", 1, 110));
        assertFalse(compared.change().orElseThrow().hasInterval());
        assertTrue(compared.isDifferent());
    }

    @Test
    @DisplayName("is a page with the differences, and with both in the figures of the scenario")
    void page() throws IOException {
        Path page = folder.resolve("page.html");
        Comparison comparison = Comparison.of(List.of(results("before", 1, 200, 202), results("after", 1, 180, 181)));
        comparison.page(page, comparison.compare(List.of("rtt_avg_us")));
        String html = Files.readString(page);
        assertTrue(html.contains("/before") && html.contains("/after"));
        assertTrue(html.contains("<td class=\"value\">−10.2 ± "), html);
        assertTrue(html.contains("1 of 1 differ: the 95 % confidence interval"), html);
        assertFalse(html.contains("There are no checks"), html);
    }

    @Test
    @DisplayName("refuses one directory, and directories without a common case")
    void refusals() throws IOException {
        Path before = results("before", 1, 100);
        assertThrows(UserError.class, () -> Comparison.of(List.of(before, before)));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(other.resolve("runs"));
        SampleRuns.write(other, SampleRuns.run("mq-ecn", "0.5", 1));
        assertThrows(UserError.class, () -> compare(before, other));
    }
}
