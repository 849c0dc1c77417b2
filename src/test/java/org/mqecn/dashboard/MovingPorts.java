// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.mqecn.port.Counter;
import org.mqecn.port.Counters;
import org.mqecn.port.DwrrCounter;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.EcnScheme;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.PortStats;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QueueConfig;
import org.mqecn.value.UserError;

/**
 * Readings of ports under a load that changes: of eth1, queue 0 is above K, queue 1 drops, and the last queue is idle; eth2
 * compares sojourn times. Devices come and go.
 */
final class MovingPorts implements Supplier<List<Port>> {
    private static final long FRAME = 1538;
    private static final long K = 31_250;
    private static final int QUEUES = 4;

    private final List<String> devices = new ArrayList<>(List.of("eth1", "eth2"));
    private boolean broken;
    private long readings;

    synchronized void add(String device) {
        devices.add(device);
    }

    synchronized void remove(String device) {
        devices.remove(device);
    }

    synchronized void fail(boolean fails) {
        broken = fails;
    }

    @Override
    public synchronized List<Port> get() {
        if (broken) {
            throw new UserError("the kernel does not answer", "");
        }
        readings++;
        return devices.stream()
                .map(device -> port(device, device.equals("eth2") ? EcnScheme.TCN : EcnScheme.MQ_ECN))
                .toList();
    }

    private Port port(String device, EcnScheme scheme) {
        List<QueueConfig> queues = IntStream.range(0, QUEUES)
                .mapToObj(i -> new QueueConfig(i, Map.of(DwrrSetting.QUANTUM, FRAME, DwrrSetting.PRIO, 0L)))
                .toList();
        List<Counters> counters =
                IntStream.range(0, QUEUES).mapToObj(i -> queue(i, scheme)).toList();
        Map<Counter, Long> port = new HashMap<>();
        for (Counter counter : List.of(DwrrCounter.SENT_PACKETS, DwrrCounter.SENT_BYTES, DwrrCounter.BACKLOG_BYTES)) {
            port.put(
                    counter,
                    counters.stream()
                            .mapToLong(queue -> queue.get(counter).orElse(0))
                            .sum());
        }
        return new Port(
                device,
                "dwrr",
                "1:",
                "root",
                new PortConfig(
                        QdiscKind.DWRR,
                        Map.of(DwrrSetting.RATE, 995_000_000L, DwrrSetting.ECN_SCHEME, (long) scheme.ordinal()),
                        queues),
                PortStats.ofQueues(new Counters(port), counters));
    }

    private Counters queue(int queue, EcnScheme scheme) {
        long busy = queue == QUEUES - 1 ? 0 : 1;
        long packets = busy * readings * (2000 + queue * 700);
        long swing = Math.round(9_000 * Math.sin(readings / (5.0 + queue)));
        long backlog = busy * (queue == 0 ? K + 10_000 : K - 12_000 + queue * 1_000) + busy * swing / (queue + 1);
        Map<Counter, Long> values = new HashMap<>();
        values.put(DwrrCounter.ARRIVED_PACKETS, packets);
        values.put(DwrrCounter.ARRIVED_ECT_PACKETS, packets);
        values.put(DwrrCounter.ARRIVED_CE_PACKETS, 0L);
        values.put(DwrrCounter.SENT_PACKETS, packets);
        values.put(DwrrCounter.SENT_BYTES, packets * FRAME);
        values.put(DwrrCounter.MARKED_PACKETS, packets / 20);
        values.put(DwrrCounter.DROPPED_SHARED_BUFFER, queue == 1 ? readings * 20 : 0);
        values.put(DwrrCounter.BACKLOG_PACKETS, backlog / FRAME);
        values.put(DwrrCounter.BACKLOG_BYTES, backlog);
        values.put(DwrrCounter.WATERMARK_BYTES, busy * 2 * K);
        if (scheme == EcnScheme.TCN) {
            values.put(DwrrCounter.THRESHOLD_NS, 256_000L);
            values.put(DwrrCounter.SOJOURN_NS, backlog * 8);
        } else {
            values.put(DwrrCounter.THRESHOLD_BYTES, K);
        }
        return new Counters(values);
    }
}
