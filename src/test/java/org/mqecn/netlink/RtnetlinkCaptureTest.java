// SPDX-License-Identifier: Apache-2.0
package org.mqecn.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QueueHistograms;
import org.mqecn.value.Rate;

/** Parses messages recorded from a kernel. */
final class RtnetlinkCaptureTest {
    private static List<Qdisc> qdiscs(String name) {
        return NetlinkCapture.payloads(name).stream().map(Qdisc::parse).toList();
    }

    private static Qdisc port(String name) {
        return qdiscs(name).stream()
                .filter(each -> each.portKind().isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readsLinks() {
        List<DeviceLink> links = NetlinkCapture.payloads("links-6.1.192").stream()
                .map(DeviceLink::parse)
                .toList();
        assertEquals(
                new DeviceLink(
                        1,
                        "lo",
                        List.of(),
                        "",
                        "",
                        "00:00:00:00:00:00",
                        65536,
                        0,
                        true,
                        true,
                        65535,
                        0,
                        DeviceLink.SAME_NAMESPACE),
                links.get(0));
        DeviceLink eth1 = links.stream()
                .filter(deviceLink -> deviceLink.name().equals("eth1"))
                .findFirst()
                .orElseThrow();
        assertEquals("veth", eth1.kind());
        assertEquals(5, eth1.peerIndex());
        assertEquals(DeviceLink.SAME_NAMESPACE, eth1.peerNamespace());
        DeviceLink eth3 = links.stream()
                .filter(deviceLink -> deviceLink.name().equals("eth3"))
                .findFirst()
                .orElseThrow();
        assertEquals(0, eth3.peerNamespace());
    }

    @Test
    void readsQdiscsOfEveryKind() {
        assertEquals(
                List.of(
                        "noqueue 0: root true",
                        "dwrr 1: root false",
                        "noqueue 0: root true",
                        "fq_codel 5: root false",
                        "pfifo_fast 8001: root false"),
                qdiscs("qdiscs-6.1.192").stream()
                        .map(each -> each.kind() + " " + each.handleText() + " " + each.parentText() + " "
                                + each.isDefault())
                        .toList());
    }

    @Test
    void readsTheConfigurationOfAPort() {
        PortConfig config = DwrrReader.config(port("qdiscs-6.1.192").options());
        assertEquals(new Rate(10_000_000_000L), config.rate());
        assertEquals(EcnScheme.MQ_ECN, config.ecnScheme());
        assertEquals(3, config.queues().size());
        assertEquals(OptionalLong.of(1538), config.value(DwrrSetting.QUANTUM, 0));
        assertEquals(OptionalLong.of(3076), config.value(DwrrSetting.QUANTUM, 1));
        assertEquals(OptionalLong.of(2_000_000), config.value(DwrrSetting.SHARED_BUFFER, 0));
    }

    @Test
    void readsTheCountersOfEachQueue() {
        List<Counters> queues = qdiscs("classes-6.1.192").stream()
                .map(each -> DwrrReader.counters(each.rawStatistics()))
                .toList();
        assertEquals(3, queues.size());
        long arrived = queues.stream()
                .mapToLong(each -> each.get(DwrrCounter.ARRIVED_PACKETS).orElseThrow())
                .sum();
        Counters port = DwrrReader.counters(port("qdiscs-6.1.192").rawStatistics());
        assertEquals(OptionalLong.of(arrived), port.get(DwrrCounter.ARRIVED_PACKETS));
        assertTrue(arrived > 0);
        assertEquals(OptionalLong.empty(), queues.get(0).get(DwrrCounter.ROUND_TIME_PS));
    }

    /** A histogram has every packet that left its queue. */
    @Test
    void readsTheHistogramsOfEachQueue() {
        List<Qdisc> queues = qdiscs("classes-6.1.192");
        for (Qdisc queue : queues) {
            QueueHistograms histograms =
                    HistogramReader.histograms(queue.rawStatistics()).orElseThrow();
            Counters counters = DwrrReader.counters(queue.rawStatistics());
            assertEquals(
                    counters.get(DwrrCounter.SENT_PACKETS),
                    OptionalLong.of(histograms.sojourn().packets()));
            assertEquals(
                    counters.get(DwrrCounter.WATERMARK_BYTES),
                    OptionalLong.of(histograms.occupancy().highest()));
        }
        assertEquals(
                Optional.empty(),
                HistogramReader.histograms(port("qdiscs-6.1.192").rawStatistics()));
    }

    @Test
    void readsAPortThatImpersonatesTbf() {
        Qdisc tbf = port("qdiscs-legacy-6.1.192");
        assertEquals("tbf", tbf.kind());
        PortConfig config = DwrrReader.legacyConfig(
                tbf.options(), qdiscs("classes-legacy-6.1.192").size());
        assertEquals(new Rate(995_000_000), config.rate());
        assertEquals(8, config.queues().size());
        assertFalse(config.isComplete());
        assertEquals(List.of(), config.warnings());
    }

    @Test
    void readsOffloads() {
        Offloads offloads =
                Offloads.parse(NetlinkCapture.payloads("features-6.1.192").get(0));
        assertTrue(offloads.active().containsAll(Set.of("tx-generic-segmentation", "tx-tcp-segmentation", "rx-gro")));
        assertTrue(offloads.hasSegmentationOffload());
        assertTrue(offloads.hasReceiveOffload());
        assertEquals(
                List.of("tx-generic-segmentation"),
                offloads.missingFrom(new Offloads(offloads.active().stream()
                        .filter(name -> !name.equals("tx-generic-segmentation"))
                        .collect(Collectors.toSet()))));
    }

    @ParameterizedTest
    @CsvSource({
        "tx-tcp-segmentation, true, false",
        "rx-gro, false, true",
        "rx-lro, false, true",
        "tx-checksum-ip-generic, false, false"
    })
    void distinguishesSegmentationAndReceiveOffloads(String active, boolean segmentation, boolean receive) {
        Offloads offloads = new Offloads(Set.of(active));
        assertEquals(segmentation, offloads.hasSegmentationOffload());
        assertEquals(receive, offloads.hasReceiveOffload());
    }

    @Test
    void readsTheKernelsErrorMessage() {
        NetlinkMessage error = NetlinkCapture.messages("refused-6.1.192").get(0);
        assertEquals(NetlinkMessage.ERROR, error.type());
        assertEquals(17, error.errorNumber());
        assertEquals("NLM_F_REPLACE needed to override", error.errorText());
    }
}
