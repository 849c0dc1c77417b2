// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A flow request and its response header")
class FlowRequestTest {
    @Test
    @DisplayName("survive encoding and decoding")
    void roundTrip() {
        FlowRequest flowRequest =
                new FlowRequest(30_000_000_000L, 63, 125_000_000, "dctcp", new DscpTagging.Demotion(7, 102_400));
        assertEquals(flowRequest, FlowRequest.parse(flowRequest.toBytes()));
        assertEquals(FlowRequest.LENGTH, flowRequest.toBytes().length);
        FlowRequest ranked = new FlowRequest(100_000, 0, 0, "", new DscpTagging.RemainingSize());
        assertEquals(ranked, FlowRequest.parse(ranked.toBytes()));
        ResponseHeader header = new ResponseHeader(true, false, 4_000_000_000L, 1L << 40);
        assertEquals(header, ResponseHeader.parse(header.toBytes()));
        assertEquals(ResponseHeader.LENGTH, header.toBytes().length);
    }

    @Test
    @DisplayName("are refused if they are invalid")
    void invalidRequests() {
        Random random = new Random(3);
        byte[] bytes = new byte[FlowRequest.LENGTH];
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(bytes);
            assertThrows(IllegalArgumentException.class, () -> FlowRequest.parse(bytes));
        }
        byte[] small = new FlowRequest(ResponseHeader.LENGTH, 0, 0, "", DscpTagging.PER_SERVICE).toBytes();
        small[15]--;
        assertThrows(IllegalArgumentException.class, () -> FlowRequest.parse(small));
    }
}
