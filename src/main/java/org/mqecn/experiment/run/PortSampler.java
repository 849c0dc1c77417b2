// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.List;
import java.util.Optional;
import org.mqecn.experiment.scenario.MeasurementSpec;
import org.mqecn.result.ValidityReason;

/** Samples the queues of the measured ports from the start to the end of a run, all of them at the same times. */
final class PortSampler implements AutoCloseable {
    private static final double MAX_MISSING_SHARE = 0.01;

    private final MeasurementSpec measurement;
    private final List<SampledPort> ports;
    private final BackgroundTasks tasks = new BackgroundTasks();
    private long samples;
    private long endedNs;
    private volatile boolean sampling = true;

    PortSampler(MeasurementSpec measurement, TestbedAccess access) {
        this.measurement = measurement;
        ports = measurement.ports().stream()
                .map(port -> new SampledPort(port, access))
                .toList();
    }

    List<SampledPort> ports() {
        return ports;
    }

    /** The only port, if one is measured. */
    Optional<SampledPort> onlyPort() {
        return ports.size() == 1 ? Optional.of(ports.get(0)) : Optional.empty();
    }

    void start(RunClock runClock) {
        tasks.start("port", () -> sample(runClock));
    }

    /** A sample whose time has passed is skipped. */
    private Void sample(RunClock runClock) {
        long every = measurement.samplingInterval().toNanos();
        for (long next = 0; sampling; next = (runClock.now() / every + 1) * every) {
            runClock.sleepUntil(next);
            if (sampling) {
                sample(runClock.now() / 1000);
            }
        }
        return null;
    }

    /** Netlink answers one dump at a time on a socket: no sample is taken while the window begins or ends. */
    private synchronized void sample(long timeUs) {
        samples++;
        for (SampledPort port : ports) {
            port.sample(timeUs);
        }
    }

    synchronized void beginWindow() {
        ports.forEach(SampledPort::beginWindow);
    }

    synchronized void endWindow() {
        ports.forEach(SampledPort::endWindow);
    }

    /** Stops sampling and waits for the sampling thread. */
    void stop(RunClock runClock) throws Exception {
        endedNs = runClock.now();
        sampling = false;
        tasks.await();
    }

    void check(RunMeasurements measurements) {
        long wanted = endedNs / measurement.samplingInterval().toNanos() + 1;
        measurements.require(
                ValidityReason.MISSING_SAMPLES,
                samples >= (1 - MAX_MISSING_SHARE) * wanted - 1,
                "samples are missing: %d of %d were taken",
                samples,
                wanted);
        ports.forEach(port -> port.check(
                measurements,
                ports.size() == 1 ? "the measured port" : port.port().name()));
    }

    @Override
    public void close() {
        sampling = false;
        ports.forEach(SampledPort::close);
    }
}
