// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mqecn.result.ValidityReason;
import org.mqecn.result.ValidityRule;
import org.mqecn.topology.Testbed;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.UserError;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayName("A scenario file")
final class ScenarioFileTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(MAPPER.<JsonNode>valueToTree(ScenarioFile.schema()));

    private static final List<Path> TESTBEDS = List.of(Path.of("testbeds"));
    private static final String TEXT =
            """
            scenario: two
            testbed:
              star: {hosts: 3, rate: 995mbit, base-rtt: 250us}
              qdiscs: {a: {dwrr: {queues: 2}}, b: {dwrr: {queues: 4}}}
            traffic:
              one: {flows: {from: h2, to: h1}}
            measure: {port: h1, duration: 600ms}
            vary:
              port: {set: testbed.defaults.link.qdisc, values: [a, b]}
              queues: {set: [traffic.one.flows.count, traffic.one.flows.dscp], values: {few: [1, 0], many: [2, [0, 1]]}}
            quick: {measure.duration: 100ms, queues: [few]}
            checks:
              - {metric: srtt_avg_us, where: {port: a}, paper: 651, tolerance: 10%}
            """;

    private static Scenario scenario(Map<String, String> sets, boolean quick) {
        ScenarioFile file =
                ScenarioFile.of("two.yaml", TEXT, TESTBEDS, new ScenarioOverrides(sets, quick, OptionalInt.of(7)));
        return file.parsed().orElseThrow(() -> new AssertionError(file.problems()));
    }

    private static List<String> names(Scenario scenario) {
        return scenario.cases().stream().map(ScenarioCase::name).toList();
    }

    @Test
    void caseHasTheDigestsOfItsFiles(@TempDir Path folder) throws IOException {
        Path flows = Files.writeString(folder.resolve("flows.csv"), "start_us,bytes,server\n0,20000,h2\n");
        String text =
                """
                scenario: listed
                testbed: {star: {hosts: 2, rate: 100mbit}}
                traffic: {list: {replay: {client: h1, file: FLOWS}}}
                measure: {port: h1}
                """
                        .replace("FLOWS", flows.toString());
        String before = ScenarioFile.of("listed.yaml", text, List.of(), ScenarioOverrides.NONE)
                .scenario()
                .cases()
                .get(0)
                .text();
        assertEquals(before, ScenarioCase.read("case.yaml", before).text());

        Files.writeString(flows, "start_us,bytes,server\n0,30000,h2\n");
        UserError error = assertThrows(UserError.class, () -> ScenarioCase.read("case.yaml", before));
        assertTrue(error.getMessage().endsWith(flows + " changed after the experiment began"), error.getMessage());
        assertNotEquals(
                before,
                ScenarioFile.of("listed.yaml", text, List.of(), ScenarioOverrides.NONE)
                        .scenario()
                        .cases()
                        .get(0)
                        .text());
    }

    private static final String WITH_FILES =
            """
            scenario: files
            testbed: beds/two.yaml
            traffic:
              web:
                requests:
                  client: h1
                  load: 0.5
                  count: 10
                  services: [{dscp: 0, flow-sizes: sizes.txt}, {dscp: 1, flow-sizes: cache}, {dscp: 2}]
                  flow-sizes: 28k
              list: {replay: {client: h1, file: lists/flows.csv}}
            measure: {port: h1}
            vary:
              sizes: {set: traffic.web.requests.services.0.flow-sizes, values: [sizes.txt, web-search]}
            """;

    private static Path writeScenarioWithFiles(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("beds"));
        Files.createDirectories(folder.resolve("lists"));
        Files.writeString(folder.resolve("beds/two.yaml"), "star: {hosts: 2, rate: 100mbit}");
        Files.writeString(folder.resolve("lists/flows.csv"), "start_us,bytes,server\n0,20000,h2\n");
        Files.writeString(folder.resolve("sizes.txt"), "1000 0.5\n3000000 1\n");
        return Files.writeString(folder.resolve("files.yaml"), WITH_FILES);
    }

    @Test
    @DisplayName("names files and testbeds relative to itself; its copy elsewhere names the same ones")
    void filesAreRelativeToTheScenario(@TempDir Path folder) throws IOException {
        Path file = writeScenarioWithFiles(folder);
        Scenario scenario =
                ScenarioFile.read(file, TESTBEDS, ScenarioOverrides.NONE).scenario();
        assertEquals(List.of("sizes.txt_1", "web-search_1"), names(scenario));
        assertEquals(
                List.of(
                        folder.resolve("sizes.txt").toString(),
                        folder.resolve("lists/flows.csv").toString()),
                scenario.cases().get(0).traffic().stream()
                        .flatMap(traffic -> traffic.files().stream())
                        .toList());

        Path copy = Files.writeString(
                Files.createDirectory(folder.resolve("results")).resolve("scenario.yaml"), scenario.text());
        Scenario readBack = ScenarioFile.readCopy(copy).scenario();
        assertEquals(scenario.cases(), readBack.cases());
        assertEquals(scenario.text(), readBack.text());
        ScenarioCase each = scenario.cases().get(0);
        assertEquals(each, ScenarioCase.read("case.yaml", each.localDocument()));
    }

    @Test
    @DisplayName("has the same runs on a machine where its folder is another")
    void sameRunsElsewhere(@TempDir Path here, @TempDir Path there) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        for (Path folder : List.of(here, there)) {
            scenarios.add(ScenarioFile.read(writeScenarioWithFiles(folder), TESTBEDS, ScenarioOverrides.NONE)
                    .scenario());
        }
        assertEquals(texts(scenarios.get(0)), texts(scenarios.get(1)));
        assertEquals(
                scenarios.get(0).text().replace(here + "", there + ""),
                scenarios.get(1).text());

        Files.writeString(there.resolve("sizes.txt"), "1000 0.5\n3000001 1\n");
        Scenario changed = ScenarioFile.read(there.resolve("files.yaml"), TESTBEDS, ScenarioOverrides.NONE)
                .scenario();
        assertNotEquals(texts(scenarios.get(0)).get(0), texts(changed).get(0));
    }

    private static List<String> texts(Scenario scenario) {
        return scenario.cases().stream().map(ScenarioCase::text).toList();
    }

    @Test
    @DisplayName("names the files of a scenario in the working directory as the scenario does")
    void filesInTheWorkingDirectory(@TempDir Path folder) throws IOException {
        Path file = writeScenarioWithFiles(folder);
        Path relative = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
        Scenario scenario =
                ScenarioFile.read(relative, TESTBEDS, ScenarioOverrides.NONE).scenario();
        assertEquals(
                List.of(relative.resolveSibling("sizes.txt").toString()),
                scenario.cases().get(0).traffic().get(0).files());
        // From a working directory one below the root, "../../tmp/x" contains "/tmp/x".
        String withoutRelativePaths =
                scenario.cases().get(0).text().replace(relative.getParent().toString(), "");
        assertFalse(withoutRelativePaths.contains(folder.toString()));
        assertTrue(
                scenario.text().contains("\nfolder: " + folder.toRealPath() + "\n"),
                "the copy is read in any working directory: " + scenario.text());
    }

    @Test
    @DisplayName("gives a service the flow sizes of its requests, unless it has its own")
    void flowSizesOfServices(@TempDir Path folder) throws IOException {
        TrafficSpec.Requests requests = (TrafficSpec.Requests)
                ScenarioFile.read(writeScenarioWithFiles(folder), TESTBEDS, ScenarioOverrides.NONE)
                        .scenario()
                        .cases()
                        .get(0)
                        .traffic()
                        .get(0);
        assertEquals(
                List.of(folder.resolve("sizes.txt").toString(), "cache", "28k"),
                requests.services().stream()
                        .map(service -> service.sizes().name())
                        .toList());
        assertEquals(
                List.of(3_000_000L, 49_999_500L, 28_672L),
                requests.services().stream()
                        .map(service -> service.sizes().distribution().quantile(1))
                        .toList());
    }

    @Test
    void hasACaseForEachCombination() {
        assertEquals(List.of("a_few_1", "a_many_1", "b_few_1", "b_many_1"), names(scenario(Map.of(), false)));
    }

    private static List<String> names(String extra, Map<String, String> sets) {
        String text = TEXT.replace("quick:", extra + "\nquick:");
        ScenarioFile file =
                ScenarioFile.of("two.yaml", text, TESTBEDS, new ScenarioOverrides(sets, false, OptionalInt.empty()));
        return names(file.parsed().orElseThrow(() -> new AssertionError(file.problems())));
    }

    @Test
    void leavesOutExcludedCombinations() {
        assertEquals(List.of("a_few_1", "a_many_1", "b_few_1"), names("exclude: [{port: b, queues: many}]", Map.of()));
        assertEquals(
                List.of("a_few_1"), names("exclude: [{port: b, queues: [many]}, {queues: many}, {port: b}]", Map.of()));
        assertEquals(List.of("b_few_1"), names("exclude: [{port: b, queues: many}]", Map.of("port", "b")));
    }

    @Test
    void takesZippedValuesOneByOne() {
        assertEquals(List.of("a_few_1", "b_many_1"), names("zip: [[port, queues]]", Map.of()));
        assertEquals(List.of("b_many_1"), names("zip: [[queues, port]]", Map.of("port", "b")));
        assertEquals(List.of("a_few_1"), names("zip: [[port, queues]]\nexclude: [{port: b}]", Map.of()));
    }

    @Test
    @DisplayName("is the same when its copy is read back, with zipped values that --set or --quick left out")
    void readsBack(@TempDir Path folder) throws IOException {
        for (ScenarioOverrides overrides : List.of(
                new ScenarioOverrides(Map.of("port", "b"), false, OptionalInt.empty()),
                new ScenarioOverrides(Map.of("queues", "[many, few]"), false, OptionalInt.empty()),
                new ScenarioOverrides(Map.of(), true, OptionalInt.of(3)))) {
            Scenario scenario = ScenarioFile.of(
                            "two.yaml", TEXT.replace("quick:", "zip: [[port, queues]]\nquick:"), TESTBEDS, overrides)
                    .scenario();
            Path copy = Files.writeString(folder.resolve("scenario.yaml"), scenario.text());
            Scenario readBack = ScenarioFile.readCopy(copy).scenario();
            assertEquals(scenario.cases(), readBack.cases());
            assertEquals(scenario.text(), readBack.text());
        }
    }

    @Test
    @DisplayName("is read one case at a time from its copy: the same cases, in the same order")
    void readsOneCase(@TempDir Path folder) throws IOException {
        String text = TEXT.replace("quick:", "exclude: [{port: b, queues: many}]\nrepetitions: 3\nquick:");
        Scenario scenario = ScenarioFile.of("two.yaml", text, TESTBEDS, ScenarioOverrides.NONE)
                .scenario();
        ScenarioCopy copy = ScenarioCopy.read(Files.writeString(folder.resolve("scenario.yaml"), scenario.text()));

        assertEquals("two", copy.scenario());
        assertEquals(names(scenario), copy.caseNames());
        assertEquals(9, scenario.cases().size());
        for (int i = 0; i < scenario.cases().size(); i++) {
            assertEquals(scenario.cases().get(i), copy.readCase(i));
        }
        UserError error = assertThrows(UserError.class, () -> copy.readCase(9));
        assertTrue(error.getMessage().startsWith("there is no run 9 in "), error.getMessage());
    }

    @Test
    @DisplayName("is refused as a copy with what is wrong, before a case is read")
    void refusesCopy(@TempDir Path folder) throws IOException {
        Path copy = Files.writeString(folder.resolve("scenario.yaml"), TEXT.replace("scenario: two", "scenarios: two"));
        UserError error = assertThrows(UserError.class, () -> ScenarioCopy.read(copy));
        assertTrue(error.getMessage().contains("scenarios"), error.getMessage());
    }

    @Test
    void combinesZippedVariablesWithOthers() {
        assertEquals(
                List.of("a_few_300ms_1", "a_few_600ms_1", "b_many_300ms_1", "b_many_600ms_1"),
                names("  length: {set: measure.duration, values: [300ms, 600ms]}\nzip: [[queues, port]]", Map.of()));
    }

    @Test
    void isRefusedIfChangesLeaveNoCase() {
        ScenarioFile file = ScenarioFile.of(
                "two.yaml",
                TEXT.replace("quick:", "zip: [[port, queues]]\nquick:"),
                TESTBEDS,
                new ScenarioOverrides(Map.of("port", "a", "queues", "many"), false, OptionalInt.empty()));

        assertEquals(
                "two.yaml:11:6: no combination of the values is left",
                file.problems().get(0).message());
    }

    @Test
    void hasASmallVersion() {
        Scenario quick = scenario(Map.of(), true);

        assertEquals(List.of("a_few_1", "b_few_1"), names(quick));
        assertEquals(
                100, quick.cases().get(0).measurement().duration().orElseThrow().toMillis());
    }

    @Test
    void isChangedFromOutside() {
        Scenario changed =
                scenario(Map.of("port", "b", "repetitions", "2", "traffic.one.flows.pacing-rate", "100mbit"), true);

        assertEquals(List.of("b_few_1", "b_few_2"), names(changed));
        assertEquals(
                List.of(7L, 8L),
                changed.cases().stream().map(ScenarioCase::seed).toList());
        assertEquals(
                "Optional[100mbit]",
                ((TrafficSpec.Flows) changed.cases().get(0).traffic().get(0))
                        .rate()
                        .toString());
    }

    @Test
    void givesCasesThatStandAlone() {
        for (ScenarioCase each : scenario(Map.of(), false).cases()) {
            assertEquals(each, ScenarioCase.read("case.yaml", each.text()));
        }
    }

    @Test
    void saysWhatFollowsFromAReasonForInvalidity() {
        Scenario scenario = scenario(
                Map.of("validity", "{port-not-saturated: report, missing-samples: ignore, no-ecn-echo: require}"),
                false);

        for (ScenarioCase each : scenario.cases()) {
            assertEquals(
                    Map.of(
                            ValidityReason.PORT_NOT_SATURATED, ValidityRule.REPORT,
                            ValidityReason.MISSING_SAMPLES, ValidityRule.IGNORE,
                            ValidityReason.NO_ECN_ECHO, ValidityRule.REQUIRE),
                    each.validity());
            assertEquals(each, ScenarioCase.read("case.yaml", each.text()));
        }
    }

    @Test
    void mayCheckWhatDoesNotRunNow() {
        assertEquals(List.of("b_few_1"), names(scenario(Map.of("port", "b"), true)));
    }

    @Test
    void mayRefineATestbed() {
        String refined = TEXT.replaceAll(
                        "(?s)testbed:\n.*?traffic",
                        """
                testbed:
                  extends: mq-ecn
                  star: {base-rtt: 100us}
                  qdiscs: {a: {dwrr: {queues: 2}}, per-port: {dwrr: {queues: 8}}}
                traffic""")
                .replace("values: [a, b]", "values: [a, per-port]");
        Testbed testbed = ScenarioFile.of("two.yaml", refined, TESTBEDS, ScenarioOverrides.NONE)
                .scenario()
                .cases()
                .get(3)
                .testbed();
        Testbed original = TestbedFile.read(Path.of("testbeds/mq-ecn.yaml")).testbed();

        assertEquals("two", testbed.name());
        assertEquals(original.hosts().size(), testbed.hosts().size());
        assertEquals(
                original.hosts().get(1).stack().sysctls(),
                testbed.hosts().get(1).stack().sysctls());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extends: mq-enc|two.yaml:3:13: there is no testbed 'mq-enc'",
                "extends: [a]|two.yaml:3:4: unknown key 'extends' of a testbed",
                "extends: mq-ecn, star: {hots: 3}|two.yaml:3:28: unknown key 'hots' of a star"
            })
    void tellsWhatIsWrongWithWhatItRefines(String wrong, String message) {
        ScenarioFile file = ScenarioFile.of(
                "two.yaml",
                TEXT.replaceAll("(?s)testbed:\n.*?traffic", "testbed:\n  {" + wrong + "}\ntraffic"),
                TESTBEDS,
                ScenarioOverrides.NONE);

        assertEquals(message, file.problems().get(0).message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to: h1|to: h9|two.yaml:6:31: there is no host 'h9' in the testbed",
                "port: h1|port: h1:s1|two.yaml:7:17: no switch has a port 'h1:s1'",
                ", duration: 600ms||two.yaml:7:10: the traffic does not end by itself",
                "flows: {from|flwos: {from|two.yaml:6:9: unknown key 'flwos' of a traffic",
                "set: testbed.defaults.link|set: testbed.defaults.lnik|two.yaml:9:53: unknown key 'lnik' of a default",
                "few: [1, 0]|few: [1]|two.yaml:10:76: 'queues' sets 2 paths, but a value is a list",
                "where: {port: a}|where: {prot: a}|two.yaml:13:35: no variable 'prot'",
                "where: {port: a}|where: {port: c}|two.yaml:13:35: no case has the port 'c'",
                "where: {port: a}|where: {queues: fwe}|two.yaml:13:35: no case has the queues 'fwe'",
                "paper: 651|paper: 3%|two.yaml:13:52: a value must not be in percent",
                ", tolerance: 10%||two.yaml:13:5: the tolerance must be in percent"
            })
    void isRefusedWithThePlaceOfWhatIsWrong(String right, String wrong, String message) {
        assertTrue(TEXT.contains(right), right);
        ScenarioFile file = ScenarioFile.of(
                "two.yaml", TEXT.replace(right, wrong == null ? "" : wrong), TESTBEDS, ScenarioOverrides.NONE);

        assertTrue(file.parsed().isEmpty());
        assertEquals(message, file.problems().get(0).message());
    }

    private static final String EXTENSION =
            """
            extends: two
            scenario: three
            testbed: {qdiscs: {a: {dwrr: {queues: 8}}}}
            vary:
              port: {values: [a]}
            """;

    @Test
    void mayExtendAnotherOneThatExtendsAThird(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("two.yaml"), TEXT);
        Files.writeString(folder.resolve("three.yaml"), EXTENSION);
        Path file = Files.writeString(
                folder.resolve("four.yaml"), "{extends: three.yaml, scenario: four, measure: {duration: 1s}}");

        Scenario four =
                ScenarioFile.read(file, TESTBEDS, ScenarioOverrides.NONE).scenario();

        assertEquals("four", four.name());
        assertEquals(List.of("a_few_1", "a_many_1"), names(four));
        assertEquals(1, four.checks().size());
        String last = four.cases().get(0).text();
        assertTrue(last.contains("queues: 8") && last.contains("duration: 1s"), last);
        assertFalse(four.text().contains("extends"), four.text());
    }

    @Test
    void mayExtendOneOfAnotherFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("two.yaml"), TEXT);

        assertEquals(
                List.of("a_few_1", "a_many_1"),
                names(ScenarioFile.of("/elsewhere/three.yaml", EXTENSION, List.of(folder), ScenarioOverrides.NONE)
                        .scenario()));
    }

    @Test
    void cannotExtendItself(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("two.yaml"), "{extends: three, scenario: two}");
        Path file = Files.writeString(folder.resolve("three.yaml"), EXTENSION);

        assertEquals(
                folder + "/two.yaml:1:11: the scenario extends itself",
                ScenarioFile.read(file, TESTBEDS, ScenarioOverrides.NONE)
                        .problems()
                        .get(0)
                        .message());
    }

    @Test
    void errorInTheExtendedOneHasItsFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("two.yaml"), TEXT.replace("from: h2", "form: h2"));
        Path file = Files.writeString(folder.resolve("three.yaml"), EXTENSION);

        String message = ScenarioFile.read(file, TESTBEDS, ScenarioOverrides.NONE)
                .problems()
                .get(0)
                .message();
        assertTrue(message.startsWith(folder + "/two.yaml:"), message);
    }

    static Stream<Path> shipped() throws IOException {
        return Files.list(Path.of("scenarios"))
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void thatComesWithMqecnIsRight(Path path) {
        for (boolean quick : List.of(false, true)) {
            ScenarioFile file =
                    ScenarioFile.read(path, TESTBEDS, new ScenarioOverrides(Map.of(), quick, OptionalInt.empty()));

            assertEquals(List.of(), file.problems());
            assertEquals(path.getFileName() + "", file.scenario().name() + ".yaml");
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void isDescribedByTheSchema(Path path) throws IOException {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path));

        assertEquals("[]", SCHEMA.validate(MAPPER.valueToTree(document)).toString());
    }
}
