// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.behaviour.scheme.Chance;
import org.mqecn.behaviour.scheme.ModelledScheme;
import org.mqecn.behaviour.scheme.PortView;
import org.mqecn.behaviour.scheme.QueueModel;
import org.mqecn.host.SchemeSource;
import org.mqecn.host.SchemeTemplate;
import org.mqecn.port.SchemeRole;
import org.mqecn.value.EthernetFrame;

@Tag("tools")
@DisplayName("A scheme decides about each of 100,000 packets as its model does")
class SchemeModelTest {
    private static final Path KMOD = Path.of("kmod").toAbsolutePath();

    /** Each kind of decision is made so often, at least. */
    private static final int LEAST = SchemeComparison.PACKETS / 200;

    /** The port of {@code kmod/model/scheme.c}. */
    private static final PortView PORT = new PortView(125_000_000, 300_000, 4, EthernetFrame.FULL_WIRE_LENGTH, false);

    /** The numbers that {@code kmod/model/kernel.h} has in place of the kernel's. */
    private static final class RandomNumbers implements Chance {
        private long state;

        RandomNumbers(long seed) {
            state = seed;
        }

        private long next() {
            state = state * 6364136223846793005L + 1442695040888963407L;
            return state;
        }

        @Override
        public boolean happens(QueueModel.Verdict verdict, long probability, int trials) {
            return IntStream.range(0, trials).allMatch(trial -> next() >>> 32 < probability);
        }

        @Override
        public Chance ofQueue() {
            return new RandomNumbers(next());
        }
    }

    @Test
    void eachSchemeHasAModel() throws IOException {
        assertEquals(schemes(), ModelledScheme.ALL.keySet());
    }

    private static Set<String> schemes() throws IOException {
        try (Stream<Path> schemes = Files.list(KMOD.resolve("schemes"));
                Stream<Path> policies = Files.list(KMOD.resolve("buffers"))) {
            return Stream.concat(schemes, policies)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[a-z0-9-]+[.]c"))
                    .map(name -> name.replace(".c", ""))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTemplateDecidesAsItsModel(SchemeRole role, @TempDir Path folder) {
        Path file = new SchemeTemplate("my-scheme", role).write(folder).get(0);
        SchemeSource source = SchemeSource.find(file.toString()).orElseThrow();
        String decisions = new SchemeComparison(KMOD, source, source.declared())
                .run(source.model().orElseThrow());
        requireBothDecisions(role, decisions);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void decidesAsItsModel(String name) {
        SchemeSource source = Stream.of("schemes", "buffers")
                .map(folder -> KMOD.resolve(folder).resolve(name + ".c"))
                .filter(Files::exists)
                .flatMap(file -> SchemeSource.find(file.toString()).stream())
                .findFirst()
                .orElseThrow();
        String decisions = new SchemeComparison(KMOD, source, source.declared())
                .run(name + "'s model", (folder, steps) -> run(ModelledScheme.ALL.get(name), steps));
        requireBothDecisions(source.declared().role(), decisions);
    }

    private static void requireBothDecisions(SchemeRole role, String decisions) {
        int marked = Integer.parseInt(decisions.split(" ")[0]);
        int dropped = Integer.parseInt(decisions.split(" ")[2]);
        int decided = role == SchemeRole.MARKING ? marked : dropped;
        assertTrue(decided > LEAST && decided < SchemeComparison.PACKETS - LEAST, decisions);
    }

    /** Answers the steps of {@code kmod/model/scheme.c}. */
    private static List<String> run(ModelledScheme scheme, String steps) {
        List<String> lines = new ArrayList<>();
        RandomNumbers randomNumbers = new RandomNumbers(1);
        PortView port = PORT;
        QueueModel model = null;
        long[] quanta = {};
        long rate = 0;
        long[] backlogs = {};
        for (String step : steps.split("\n")) {
            String[] words = step.split(" ");
            long[] n = Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
            switch (words[0]) {
                case "rate" -> rate = n[0];
                case "pool" ->
                    port = new PortView(
                            rate, port.sharedBuffer(), port.queues(), port.fullFrame(), port.marksAtDequeue(), n[0]);
                case "quanta" -> quanta = n;
                case "start" -> {
                    model = scheme.ofPort().get().newQueue(randomNumbers);
                    model.quanta(quanta[0], quanta[1], quanta[2]);
                    model.configure(n, port);
                }
                case "period" -> {
                    model.quanta(quanta[0], quanta[1], quanta[2]);
                    model.period(n[0], n[1], n[2]);
                    backlogs = Arrays.copyOfRange(n, 1, 3);
                }
                case "arrive" -> {
                    lines.add(verdict(model.arrive(n[0], n[1], n[2], (int) n[3], n[4] == 1)));
                    backlogs = Arrays.copyOfRange(n, 1, 3);
                }
                default -> {
                    lines.add(verdict(model.depart(n[0], n[1], n[2], n[3], (int) n[4])));
                    backlogs = Arrays.copyOfRange(n, 2, 4);
                }
            }
        }
        lines.add(Arrays.stream(model.statistics(backlogs[0], backlogs[1]))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" ")));
        return lines;
    }

    private static String verdict(QueueModel.Verdict verdict) {
        return Integer.toString(verdict.ordinal());
    }
}
