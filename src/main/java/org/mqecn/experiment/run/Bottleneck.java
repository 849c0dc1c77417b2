// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.mqecn.experiment.run.PortReader.Queue;
import org.mqecn.topology.Link;

/**
 * Where packets stood, were marked and were lost while it counted: of all queues of the testbed, that has to be the
 * measured port.
 */
final class Bottleneck implements AutoCloseable {
    /** Between two looks at all the queues. */
    private static final long LOOK_NS = 50_000_000;
    /** A queue that is no longer on average, two full packets, holds nobody up. */
    private static final double SHORT = 2 * 1538;
    private static final double NANOS = 1e9;

    private final Stage stage;
    private final Device measured;
    private final List<Device> others = new ArrayList<>();
    private final Background background = new Background();
    private long beganNs;
    private double seconds;
    private volatile boolean looking;

    Bottleneck(Stage stage, Link.End measured) {
        this.stage = stage;
        this.measured = device(measured);
        for (Link link : stage.testbed().links()) {
            link.ends().stream().filter(end -> !end.equals(measured)).forEach(end -> others.add(device(end)));
        }
    }

    private Device device(Link.End end) {
        return new Device(end, stage.at(end.node(), () -> PortReader.open(end.device())));
    }

    /** A device and the queues in front of it. */
    private static final class Device {
        private final Link.End end;
        private final PortReader reader;
        private List<Queue> before;
        private List<Queue> after;
        private double stood;
        private int looks;

        Device(Link.End end, PortReader reader) {
            this.end = end;
            this.reader = reader;
        }

        private synchronized List<Queue> read() {
            return reader.queues();
        }

        private synchronized void look() {
            stood += reader.queues().stream().mapToLong(Queue::backlogBytes).sum();
            looks++;
        }

        private long counted(ToLongFunction<Queue> counter) {
            return after.stream().mapToLong(counter).sum() - before.stream().mapToLong(counter).sum();
        }

        long dropped() {
            return counted(Queue::dropped);
        }

        long marked() {
            return counted(queue -> queue.marked().orElse(0));
        }

        /**
         * Bytes that stood there on average. What netem delays does not stand: by Little's law that is the rate times
         * the delay.
         */
        synchronized double standing(double seconds) {
            double late = counted(Queue::sentBytes) / seconds
                    * after.stream().mapToLong(Queue::delayNs).max().orElse(0) / NANOS;
            return looks == 0 ? 0 : Math.max(0, stood / looks - late);
        }
    }

    private void each(Consumer<Device> task) {
        task.accept(measured);
        others.forEach(task);
    }

    void windowBegins(Timeline timeline) {
        beganNs = timeline.now();
        each(device -> device.before = device.read());
        looking = true;
        background.start("all queues", () -> look(timeline));
    }

    private Void look(Timeline timeline) {
        for (long next = beganNs + LOOK_NS; looking; next += LOOK_NS) {
            timeline.sleepUntil(next);
            if (looking) {
                each(Device::look);
            }
        }
        return null;
    }

    void windowEnds(Timeline timeline) {
        looking = false;
        each(device -> device.after = device.read());
        seconds = (timeline.now() - beganNs) / NANOS;
    }

    void check(Observation observation) {
        others.forEach(other -> {
            if (stage.hosts().contains(other.end.node())) {
                observation.require(other.dropped() == 0, "%s dropped %d packets before they came to the switch",
                        other.end.node(), other.dropped());
            } else {
                observation.require(other.dropped() <= measured.dropped() && other.marked() <= measured.marked(),
                        "the bottleneck is elsewhere: %s at %s dropped %d packets and marked %d, the measured port %d"
                                + " and %d", other.end.device(), other.end.node(), other.dropped(), other.marked(),
                        measured.dropped(), measured.marked());
            }
            double standing = other.standing(seconds);
            observation.require(standing < SHORT || standing < measured.standing(seconds),
                    "the bottleneck is elsewhere: %.0f bytes stood in front of %s at %s on average, %.0f in front of "
                            + "the measured port", standing, other.end.device(), other.end.node(),
                    measured.standing(seconds));
        });
    }

    @Override
    public void close() {
        looking = false;
        each(device -> device.reader.close());
    }
}
