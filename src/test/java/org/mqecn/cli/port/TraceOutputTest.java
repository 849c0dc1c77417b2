// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mqecn.monitor.PacketAssembler;
import org.mqecn.monitor.TraceEvent;
import org.mqecn.monitor.TracedPacket;

@DisplayName("Traced packets")
final class TraceOutputTest {
    private static final TracedPacket PACKET = TraceEvent.parse(
                    " ping-1 [000] b.... 1.0: dwrr_drop: time=5 dev=ea ifindex=2 netns=1 handle=1 queue=0 skbaddr=0a len=84"
                            + " dsfield=3 pcp=5 priority=10002 filters=1 queue_bytes=8000 queue_packets=6 port_bytes=9000"
                            + " threshold_ns=-1 mark_at=0 round_ps=0 deficit=0 value=1 frame=")
            .flatMap(new PacketAssembler()::accept)
            .orElseThrow();

    private static void writeOne(TraceOutput output) throws IOException {
        output.write(PACKET);
        output.finish();
    }

    @Test
    @DisplayName("on a full disk are a failure, in each format")
    void fullDisk() throws IOException {
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
            Writer text = new OutputStreamWriter(full, StandardCharsets.UTF_8);
            assertThrows(IOException.class, () -> writeOne(new TraceOutput.Text(text)));
            Writer json = new OutputStreamWriter(full, StandardCharsets.UTF_8);
            assertThrows(IOException.class, () -> writeOne(new TraceOutput.Json(json)));
            assertThrows(IOException.class, () -> new TraceOutput.Pcapng(full, "eth1"));
        }
    }

    @Test
    @DisplayName("are written one by one as text, together as JSON")
    void order() throws IOException {
        StringWriter text = new StringWriter();
        new TraceOutput.Text(text).write(PACKET);
        assertEquals(2, text.toString().lines().count());

        StringWriter json = new StringWriter();
        TraceOutput array = new TraceOutput.Json(json);
        array.write(PACKET);
        assertEquals("", json.toString());
        array.finish();
        assertEquals('[', json.toString().charAt(0));
    }
}
