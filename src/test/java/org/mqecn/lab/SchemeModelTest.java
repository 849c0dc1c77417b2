// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.behaviour.dwrr.EcnSharpModel;
import org.mqecn.host.SchemeSource;
import org.mqecn.host.SchemeTemplate;
import org.mqecn.port.SchemeRole;

@Tag("tools")
@DisplayName("A scheme decides about each of 100,000 packets as its model does")
class SchemeModelTest {
    private static final Path KMOD = Path.of("kmod").toAbsolutePath();

    /** Each kind of decision is made so often, at least. */
    private static final int LEAST = SchemeComparison.PACKETS / 200;

    private static final Map<String, QueueModel.Factory> MODELS = Map.of(
            "abm", (parameters, rate, random) -> new ActiveBufferModel(parameters, rate),
            "dynamic-thresholds", (parameters, rate, random) -> new DynamicThresholdsModel(parameters),
            "ecn-sharp", (parameters, rate, random) -> new EcnSharpQueue(parameters),
            "mq-ecn-general", (parameters, rate, random) -> new GeneralMqEcnModel(parameters),
            "per-queue-min", (parameters, rate, random) -> new MinimumThresholdModel(parameters),
            "pi2", (parameters, rate, random) -> new Pi2Model(parameters, random),
            "red", RedModel::new,
            "traffic-aware", (parameters, rate, random) -> new TrafficAwareModel(parameters),
            "tcn-probabilistic", (parameters, rate, random) -> new ProbabilisticTcnModel(parameters, random));

    /** ECN# decides at departures. */
    private static final class EcnSharpQueue extends QueueModel {
        private final EcnSharpModel model;

        EcnSharpQueue(long[] parameters) {
            model = new EcnSharpModel(parameters[0], parameters[1], parameters[2]);
        }

        @Override
        Verdict depart(long now, long sojourn, long queueBytes, long portBytes, int length) {
            return model.marks(now, sojourn) ? Verdict.MARK : Verdict.PASS;
        }

        @Override
        long[] statistics() {
            return Arrays.stream(model.statistics().split(" "))
                    .mapToLong(Long::parseLong)
                    .toArray();
        }
    }

    @Test
    void eachSchemeHasAModel() throws IOException {
        assertEquals(schemes(), MODELS.keySet());
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
                .run(name + "'s model", QueueModel.of(MODELS.get(name)));
        requireBothDecisions(source.declared().role(), decisions);
    }

    private static void requireBothDecisions(SchemeRole role, String decisions) {
        int marked = Integer.parseInt(decisions.split(" ")[0]);
        int dropped = Integer.parseInt(decisions.split(" ")[2]);
        int decided = role == SchemeRole.MARKING ? marked : dropped;
        assertTrue(decided > LEAST && decided < SchemeComparison.PACKETS - LEAST, decisions);
    }
}
