// SPDX-License-Identifier: Apache-2.0
package org.mqecn.sonic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.topology.PortFile;
import org.mqecn.topology.PortSpec;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** Files as SONiC's templates make them: all DSCPs in one class but for a few, two weights, one lossless profile. */
final class SonicTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode switchFile() {
        String dscps = IntStream.range(0, 64)
                .mapToObj(dscp -> "\"%d\": \"%d\"".formatted(dscp, dscp == 3 ? 3 : dscp == 4 ? 4 : dscp == 8 ? 0 : 1))
                .collect(Collectors.joining(", "));
        return read(
                """
                {
                  "PORT": {"Ethernet0": {"speed": "100000"}},
                  "PORT_QOS_MAP": {"Ethernet0": {"dscp_to_tc_map": "AZURE", "tc_to_queue_map": "AZURE"}},
                  "DSCP_TO_TC_MAP": {"AZURE": {%s}},
                  "TC_TO_QUEUE_MAP": {"AZURE": {%s}},
                  "SCHEDULER": {
                    "scheduler.0": {"type": "DWRR", "weight": "14"},
                    "scheduler.1": {"type": "DWRR", "weight": "15"}
                  },
                  "WRED_PROFILE": {"AZURE": {
                    "wred_green_enable": "true", "wred_yellow_enable": "true", "wred_red_enable": "true",
                    "ecn": "ecn_all",
                    "green_max_threshold": "2097152", "green_min_threshold": "1048576",
                    "yellow_max_threshold": "2097152", "yellow_min_threshold": "1048576",
                    "red_max_threshold": "2097152", "red_min_threshold": "1048576",
                    "green_drop_probability": "5", "yellow_drop_probability": "5", "red_drop_probability": "5"
                  }},
                  "QUEUE": {%s}
                }
                """
                        .formatted(
                                dscps,
                                IntStream.range(0, 8)
                                        .mapToObj(each -> "\"%d\": \"%d\"".formatted(each, each))
                                        .collect(Collectors.joining(", ")),
                                IntStream.range(0, 8)
                                        .mapToObj(queue -> "\"Ethernet0|%d\": {\"scheduler\": \"scheduler.%d\"%s}"
                                                .formatted(
                                                        queue,
                                                        queue == 3 || queue == 4 ? 1 : 0,
                                                        queue == 3 || queue == 4
                                                                ? ", \"wred_profile\": \"AZURE\""
                                                                : ""))
                                        .collect(Collectors.joining(", "))));
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static ObjectNode entry(ObjectNode file, String table, String key) {
        return (ObjectNode) file.get(table).get(key);
    }

    private static SonicImport importFile(String text) {
        return SonicImport.read("config_db.json", text, "Ethernet0", Optional.empty(), Optional.of(9_000_000L));
    }

    private static String yaml(SonicImport imported) {
        return PortFile.write(List.of(PortSpec.of("eth1", Optional.of(imported.request()))));
    }

    private static UserError failure(String text) {
        UserError error = assertThrows(UserError.class, () -> importFile(text));
        assertTrue(error.isUsage(), error.getMessage());
        return error;
    }

    @Test
    void aSwitchsFileBecomesAPortAndTheSameFileAgain() throws JsonProcessingException {
        ObjectNode file = switchFile();
        SonicImport imported = importFile(file.toString());
        assertEquals(List.of(), imported.notes());
        QdiscRequest read = PortFile.of("ports.yaml", yaml(imported))
                .validPorts()
                .orElseThrow()
                .get(0)
                .request()
                .orElseThrow();
        SonicExport exported = SonicExport.of(read, "Ethernet0", "AZURE");
        assertEquals(file, JSON.readTree(JSON.writeValueAsString(exported.tables())));
        assertEquals(
                List.of("shared-buffer is left out: the buffers of a switch depend on its model"), exported.notes());
    }

    @Test
    void settingsOfThePort() {
        assertEquals(
                """
                ports:
                  eth1:
                    qdisc:
                      dwrr:
                        rate: 100gbit
                        queues: 8
                        scheduler: dwrr
                        quantum: {0: 21532, 1: 21532, 2: 21532, 3: 23070, 4: 23070, 5: 21532, 6: 21532, 7: 21532}
                        trust: dscp
                        default-queue: 0
                        dscp:
                          all: none
                          0: 8
                          1: 0-2,5-7,9-63
                          3: 3
                          4: 4
                        ecn-scheme: red
                        red-mark: {0: off, 1: off, 2: off, 3: on, 4: on, 5: off, 6: off, 7: off}
                        red-drop: {0: off, 1: off, 2: off, 3: on, 4: on, 5: off, 6: off, 7: off}
                        red-min: {3: 1048576, 4: 1048576}
                        red-max: {3: 2097152, 4: 2097152}
                        red-prob: {3: 5%, 4: 5%}
                        red-drop-min: {3: 1048576, 4: 1048576}
                        red-drop-max: {3: 2097152, 4: 2097152}
                        red-drop-prob: {3: 5%, 4: 5%}
                        shared-buffer: 9000000
                """,
                yaml(importFile(switchFile().toString())));
    }

    /** References before 2021, keys of several ports and queues, and those of a chassis. */
    @Test
    void otherSpellings() {
        String text = switchFile()
                .toString()
                .replace("\"dscp_to_tc_map\":\"AZURE\"", "\"dscp_to_tc_map\":\"[DSCP_TO_TC_MAP|AZURE]\"")
                .replace("\"scheduler\":\"scheduler.0\"", "\"scheduler\":\"[SCHEDULER|scheduler.0]\"")
                .replace("\"Ethernet0|7\"", "\"Ethernet4,Ethernet0|5-7\"")
                .replace("\"Ethernet0|0\"", "\"host|asic0|Ethernet0|0\"");
        assertEquals(yaml(importFile(switchFile().toString())), yaml(importFile(text)));
    }

    @Test
    void strictQueuesComeFirstTheGreaterNumberFirst() throws JsonProcessingException {
        ObjectNode file = switchFile();
        file.withObject("/SCHEDULER").withObject("/scheduler.2").put("type", "STRICT");
        entry(file, "QUEUE", "Ethernet0|6").put("scheduler", "scheduler.2");
        entry(file, "QUEUE", "Ethernet0|7").put("scheduler", "scheduler.2");
        SonicImport imported = importFile(file.toString());
        assertEquals(
                "[2, 2, 2, 2, 2, 2, 1, 0]",
                imported.request().assignments().stream()
                        .filter(each -> each.setting().key().equals("prio"))
                        .map(each -> each.value())
                        .toList()
                        .toString());
        assertEquals(
                file,
                JSON.readTree(JSON.writeValueAsString(
                        SonicExport.of(imported.request(), "Ethernet0", "AZURE").tables())));
    }

    @Test
    void classesOfPcps() {
        ObjectNode file = switchFile();
        entry(file, "PORT_QOS_MAP", "Ethernet0").remove("dscp_to_tc_map");
        entry(file, "PORT_QOS_MAP", "Ethernet0").put("dot1p_to_tc_map", "AZURE");
        file.withObject("/DOT1P_TO_TC_MAP").withObject("/AZURE").put("0", "1").put("7", "3");
        String yaml = yaml(importFile(file.toString()));
        assertTrue(yaml.contains("trust: pcp\n") && yaml.contains("1: 0\n") && yaml.contains("3: 7\n"), yaml);
    }

    @Test
    void whatAPortCannotExpressIsNamed() {
        ObjectNode file = switchFile();
        entry(file, "PORT_QOS_MAP", "Ethernet0").put("pfc_enable", "3,4").put("tc_to_pg_map", "AZURE");
        entry(file, "SCHEDULER", "scheduler.1").put("pir", "1");
        entry(file, "WRED_PROFILE", "AZURE").put("green_max_threshold", "12000144");
        file.putObject("BUFFER_POOL");
        file.putObject("BGP_NEIGHBOR");
        SonicImport imported = SonicImport.read(
                "config_db.json", file.toString(), "Ethernet0", Optional.of(Rate.parse("995mbit")), Optional.empty());
        assertEquals(
                List.of(
                        "SCHEDULER|scheduler.1: a port has no pir",
                        "WRED_PROFILE|AZURE: yellow_max_threshold 2097152 differs from that of green, and a port has no "
                                + "colours: it is left out",
                        "WRED_PROFILE|AZURE: red_max_threshold 2097152 differs from that of green, and a port has no "
                                + "colours: it is left out",
                        "the buffers of the switch are not read: shared-buffer is 36000432 bytes, --shared-buffer gives "
                                + "another",
                        "PORT_QOS_MAP|Ethernet0: a port has no pfc_enable, tc_to_pg_map",
                        "tables that were not read: BGP_NEIGHBOR, BUFFER_POOL"),
                imported.notes());
        assertTrue(yaml(imported).contains("rate: 995mbit\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "100000\"; x\"; speed 'x' is no number",
                "\"weight\":\"15\"; \"weight\":\"0\"; weight 0 is out of range",
                "\"weight\":\"15\"; \"weight\":\"101\"; weight 101 is out of range",
                "\"type\":\"DWRR\"; \"type\":\"WFQ\"; unknown type 'WFQ'",
                "\"green_min_threshold\":\"1048576\"; \"green_min_threshold\":\"3000000\"; is above green_max_threshold",
                "\"green_min_threshold\":\"1048576\",; ; has no green_min_threshold",
                "\"green_drop_probability\":\"5\"; \"green_drop_probability\":\"101\"; is above 100",
                "ecn_all; ecn_al; unknown ecn 'ecn_al'",
                "\"wred_profile\":\"AZURE\"; \"wred_profile\":\"AZUR\"; refers to WRED_PROFILE|AZUR, which does not exist",
                "\"63\":\"1\"; \"64\":\"1\"; there is no code point 64",
                "\"63\":\"1\"; \"63\":\"9\"; the traffic class 9 has no queue",
                "Ethernet0; Ethernet1; does not configure a port Ethernet0",
                "Ethernet0|7; Ethernet0|7000; is out of range",
                "{\"PORT\"; [\"PORT\"; config_db.json:1:",
                "\"PORT\":{; \"PORT\":[],\"X\":{; PORT is no object",
            })
    void brokenFiles(String good, String bad, String message) {
        String text = switchFile().toString();
        assertTrue(text.contains(good), good);
        UserError error = failure(text.replace(good, bad == null ? "" : bad));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(!error.remedy().isEmpty(), "a remedy");
    }

    @Test
    void thresholdsAboveTheBuffer() {
        List<String> notes = SonicImport.read(
                        "config_db.json",
                        switchFile().toString(),
                        "Ethernet0",
                        Optional.empty(),
                        Optional.of(1_048_576L))
                .notes();
        assertEquals(2, notes.size(), notes.toString());
        assertEquals(
                "queue 3: the threshold 1048576 bytes is not below shared-buffer (1048576 bytes): packets are dropped before "
                        + "any is marked",
                notes.get(0));
    }

    private static SonicExport export(String settings) {
        return SonicExport.of(QdiscRequest.parse(QdiscKind.DWRR, List.of(settings.split(" "))), "Ethernet0", "P");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rate 1gbit mark-at dequeue; mark-at is left out: SONiC has no such setting",
                "rate 995mbit; rate 995mbit is no speed of a switch's port: PORT is left out",
                "rate 1gbit ecn-scheme mq-ecn; ecn-scheme mq-ecn: SONiC has no such scheme, no profile is written",
                "rate 1gbit scheduler wfq; scheduler wfq becomes DWRR with the same weights: SONiC has no WFQ",
                "rate 1gbit quantum all:2000; quantum 2000 becomes weight 1: weights are 1 to 100 frames of 1538 bytes",
                "rate 1gbit prio 0:0 1:1 2:2 3:3 all:3; "
                        + "queue 0 has priority 0, and SONiC prefers strict queues with greater numbers: their order differs",
                "rate 1gbit ecn-scheme red red-mark all:on red-min all:1 red-max all:2 red-prob all:15ppm; "
                        + "queue 0: the probability of 15 ppm becomes 0 %: SONiC has whole percent",
                "rate 1gbit ecn-scheme red; the file does not say red-min, red-max and red-prob of each queue: "
                        + "'mqecn save' names all settings",
                "rate 1gbit; the file does not say which dscp a queue has: all packets go to queue 0",
            })
    void whatSonicCannotExpressIsNamed(String settings, String note) {
        assertTrue(
                export(settings).notes().contains(note),
                export(settings).notes().toString());
    }

    @Test
    void aThresholdPerQueueIsAStep() throws JsonProcessingException {
        JsonNode profile = JSON.readTree(
                        JSON.writeValueAsString(export("rate 1gbit ecn-scheme per-queue queue-thresh all:30000")
                                .tables()))
                .at("/WRED_PROFILE/P");
        assertEquals(
                "30000 30000 100 false ecn_all",
                List.of(
                                "green_min_threshold",
                                "green_max_threshold",
                                "green_drop_probability",
                                "wred_green_enable",
                                "ecn")
                        .stream()
                        .map(field -> profile.get(field).asText())
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void onlyDwrr() {
        UserError error = assertThrows(
                UserError.class, () -> SonicExport.of(new QdiscRequest(QdiscKind.EIFFEL, List.of()), "Ethernet0", "P"));
        assertEquals("SONiC has nothing like eiffel", error.getMessage());
    }
}
