// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.UserError;

@DisplayName("A list of flows")
class FlowListTest {
    private static FlowList parse(String... lines) {
        return FlowList.parse("flows.csv", List.of(lines), List.of("h2", "h3"));
    }

    @Test
    @DisplayName("has a time, a size, a server and a DSCP for each flow, in any order")
    void flows() {
        FlowList list = parse(
                "# two flows", "dscp, bytes, start_us, server", "", "ef, 20000, 1.5, h3  # second", "8, 16, 0, 0");

        assertEquals(List.of(8, 46), list.dscps());
        assertEquals(List.of(new ScheduledFlow(0, 0, 0, 16), new ScheduledFlow(1500, 1, 1, 20_000)), list.flows());
    }

    @Test
    @DisplayName("may leave out the DSCP, and the server if there is one")
    void defaults() {
        FlowList list = FlowList.parse("flows.csv", List.of("start_s,bytes", "0.25,20000"), List.of("h2"));

        assertEquals(List.of(0), list.dscps());
        assertEquals(List.of(new ScheduledFlow(250_000_000, 0, 0, 20_000)), list.flows());
    }

    @Test
    @DisplayName("can be replayed at another speed")
    void speed() {
        FlowList list = parse("start_us,bytes,server", "1,16,0", "3,32,1");

        assertEquals(
                List.of(new ScheduledFlow(2_000, 0, 0, 16), new ScheduledFlow(6_000, 1, 0, 32)),
                list.atSpeed(0.5).flows());
        assertEquals(list, list.atSpeed(0.5).atSpeed(2));
    }

    @Test
    @DisplayName("can be cut, and keeps the services of the whole list")
    void first() {
        FlowList list = parse("start_us,bytes,server,dscp", "1,16,0,8", "3,32,1,0");

        assertEquals(List.of(new ScheduledFlow(1_000, 0, 1, 16)), list.first(1).flows());
        assertEquals(List.of(0, 8), list.first(1).dscps());
        assertEquals(list, list.first(3));
    }

    @Test
    @DisplayName("is what a client records")
    void recorded() {
        ScheduledFlow flow = new ScheduledFlow(0, 1, 1, 20_000);
        FlowList list = parse(FlowRecord.CSV_HEADER, new FlowRecord(flow, 46, 7_000, 1, 0, 0, true).toCsv());

        assertEquals(List.of(46), list.dscps());
        assertEquals(List.of(new ScheduledFlow(7_000, 1, 0, 20_000)), list.flows());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0,20000|flows.csv:1: no column of the time|start_us,bytes,server,dscp",
                "start_ns,start_ns,bytes/0,0,20000|flows.csv:1: two columns have the name|",
                "start_ns,server/0,h2|flows.csv:1: no column of the size|start_us,bytes,server,dscp",
                "start_ns,bytes/0,20000|flows.csv:1: no column 'server', and there are 2 servers|",
                "start_ns,start_s,bytes,server/0,0,1,h2|flows.csv:1: several columns of times|",
                "start_ns,bytes,server|flows.csv lists no flow|start_us,bytes,server,dscp",
                "start_ns,bytes,server/0,20000|flows.csv:2: 2 values for 3 columns|the columns are start_ns,bytes,server",
                "start_ns,bytes,server/-1,20000,h2|flows.csv:2: start_ns '-1' is not a time since the start|",
                "start_s,bytes,server/1e9,20000,h2|flows.csv:2: start_s '1e9' is not a time|from 0 to 1000000",
                "start_ns,bytes,server/0,15,h2|flows.csv:2: bytes '15' is not the size of a flow|from 16",
                "start_ns,bytes,server/0,20k,h2|flows.csv:2: bytes '20k' is not the size of a flow|",
                "start_ns,bytes,server/0,20000,h4|flows.csv:2: there is no server 'h4'|an index from 0 to 1",
                "start_ns,bytes,server/0,20000,2|flows.csv:2: there is no server '2'|",
                "start_ns,bytes,server,dscp/0,20000,h2,64|flows.csv:2: dscp 64 is out of range|",
                "start_ns,bytes,server,dscp/0,20000,h2,none|flows.csv:2: |"
            })
    @DisplayName("reports the invalid line")
    void invalid(String lines, String failure, String remedy) {
        UserError error = assertThrows(UserError.class, () -> parse(lines.split("/")));
        assertTrue(error.getMessage().startsWith(failure), error.getMessage());
        assertTrue(remedy == null || error.remedy().contains(remedy), error.remedy());
        assertTrue(error.isUsage());
    }
}
