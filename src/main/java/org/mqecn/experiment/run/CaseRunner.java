// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.experiment.scenario.ScenarioCase;
import org.mqecn.experiment.scenario.TrafficSpec;
import org.mqecn.host.KernelModule;
import org.mqecn.host.LocalMachine;
import org.mqecn.port.QdiscKind;
import org.mqecn.result.Metric;
import org.mqecn.result.RunFile;
import org.mqecn.result.ValidityReason;
import org.mqecn.schema.Problems;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlTree;
import org.mqecn.testbed.TestbedManager;
import org.mqecn.topology.SwitchPorts;
import org.mqecn.topology.TestbedFile;
import org.mqecn.value.IoErrors;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/** Runs one case on this machine, which may be a guest. */
public final class CaseRunner {
    /** With traffic that always has more to send, the port was the bottleneck if it was idle for no more than this share. */
    private static final double MAX_IDLE_SHARE = 0.02;

    private final ScenarioCase scenarioCase;
    private final LocalMachine machine;

    public CaseRunner(ScenarioCase scenarioCase, LocalMachine machine) {
        this.scenarioCase = scenarioCase;
        this.machine = machine;
    }

    /** The testbeds of this machine. */
    public static TestbedManager testbeds(LocalMachine machine) {
        return new TestbedManager(machine, file -> TestbedFile.read(file).testbed());
    }

    /**
     * The same as {@link #run} in virtual time: begins at a whole second, so that IPv6's first packets come at the same time
     * in each run, however long the JVM took to start.
     */
    public RunFile runInVirtualTime() throws Exception {
        RunClock.awaitWholeSecond();
        return run();
    }

    /**
     * Brings the testbed up, runs the traffic and measures. The testbed stays up.
     *
     * @return the run file, without a header
     * @throws UserError if it could not run
     */
    public RunFile run() throws Exception {
        testbeds(machine).up(scenarioCase.testbed(), testbedText());
        RunClock.minimizeTimerSlack();
        TestbedAccess access = new TestbedAccess(scenarioCase.testbed(), machine);
        List<TrafficGenerator> loads = TrafficGeneratorFactory.create(scenarioCase, access);
        try (PortSampler port = new PortSampler(scenarioCase.measurement(), access);
                BottleneckMonitor bottleneckMonitor = new BottleneckMonitor(access, scenarioCase.measurement())) {
            for (TrafficGenerator generator : loads) {
                generator.prepare();
            }
            return measure(access, loads, port, bottleneckMonitor);
        } catch (UncheckedIOException e) {
            throw trafficFailed(e.getCause());
        } catch (IOException e) {
            throw trafficFailed(e);
        } finally {
            loads.forEach(TrafficGenerator::close);
        }
    }

    private static UserError trafficFailed(IOException e) {
        return new UserError("the traffic failed: " + IoErrors.reason(e), "");
    }

    private String testbedText() {
        return Yaml.write(Yaml.read("case", scenarioCase.text(), new Problems())
                .flatMap(document -> YamlTree.get(document, "testbed"))
                .orElseThrow());
    }

    private RunFile measure(
            TestbedAccess access, List<TrafficGenerator> loads, PortSampler port, BottleneckMonitor bottleneckMonitor)
            throws Exception {
        RunClock runClock = RunClock.startAtWholeSecond();
        port.start(runClock);
        loads.forEach(generator -> generator.start(runClock));

        runClock.sleepUntil(scenarioCase.measurement().warmUp());
        long from = runClock.now();
        TcpCounters tcp = TcpCounters.read(access);
        bottleneckMonitor.beginWindow(runClock);
        port.beginWindow();
        for (TrafficGenerator generator : loads) {
            generator.beginWindow(runClock);
        }
        awaitEnd(loads, runClock);
        for (TrafficGenerator generator : loads) {
            generator.endWindow(runClock);
        }
        port.endWindow();
        bottleneckMonitor.endWindow(runClock);
        long to = runClock.now();

        RunMeasurements measurements = new RunMeasurements(scenarioCase.validity());
        port.stop(runClock);
        loads.forEach(generator -> generator.report(measurements));
        RunMetrics.addTo(
                measurements,
                port.ports(),
                from / 1000,
                to / 1000,
                TcpCounters.read(access).since(tcp));
        bottleneckMonitor.check(measurements);
        port.check(measurements);
        port.onlyPort().ifPresent(only -> {
            addThresholdSettling(only, to / 1000, measurements);
            checkSaturated(access, only, (to - from) / 1e9, measurements);
        });
        return new RunFile.Builder(scenarioCase.scenario())
                .title(scenarioCase.title())
                .paper(scenarioCase.paper().orElse(null))
                .parameters(scenarioCase.parameters())
                .repetition(scenarioCase.repetition())
                .seed(scenarioCase.seed())
                .document(scenarioCase.text())
                .versions(versions())
                .configuration(configuration(port))
                .faults(measurements.faults())
                .window(from / 1000, to / 1000)
                .metrics(measurements.metrics())
                .flows(measurements.flows().stream()
                        .map(RunMeasurements.MeasuredFlow::toRow)
                        .toList())
                .rtt(measurements.probeRtts())
                .srtt(measurements.smoothedRtts())
                .queues(port.ports().stream().map(SampledPort::table).toList())
                .build();
    }

    private static Map<String, Object> configuration(PortSampler sampler) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        sampler.ports().forEach(port -> configuration.put(port.port().name(), port.configuration()));
        return configuration;
    }

    private void addThresholdSettling(SampledPort port, long toUs, RunMeasurements measurements) {
        if (scenarioCase.hasLateFlows()) {
            ThresholdSettling.of(port.rows(), toUs).ifPresent(thresholdSettling -> {
                measurements.addMetric(Metric.THRESHOLD, thresholdSettling.thresholdBytes());
                measurements.addMetric(Metric.THRESHOLD_SETTLING, thresholdSettling.settlingTimeUs());
            });
        }
    }

    private void awaitEnd(List<TrafficGenerator> loads, RunClock runClock) throws Exception {
        Optional<Duration> duration = scenarioCase.measurement().duration();
        if (duration.isPresent()) {
            runClock.sleepUntil(scenarioCase.measurement().warmUp().plus(duration.get()));
            return;
        }
        for (TrafficGenerator generator : loads) {
            generator.await(runClock);
        }
    }

    /** If some traffic always has more to send, an idle port means that the bottleneck is elsewhere. */
    private void checkSaturated(TestbedAccess access, SampledPort port, double seconds, RunMeasurements measurements) {
        Optional<Rate> rate = SwitchPorts.rate(access.testbed(), port.port().linkEnd());
        if (rate.isEmpty() || scenarioCase.traffic().stream().noneMatch(TrafficSpec::saturates)) {
            return;
        }
        double sent = port.sentBytes() * Byte.SIZE / seconds;
        measurements.require(
                ValidityReason.PORT_NOT_SATURATED,
                sent > (1 - MAX_IDLE_SHARE) * rate.get().bitsPerSecond(),
                "the measured port was not the bottleneck: it sent %.1f of %.1f Mbit/s",
                sent / 1e6,
                rate.get().bitsPerSecond() / 1e6);
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>(machine.versions());
        new KernelModule(machine, QdiscKind.DWRR).version().ifPresent(version -> versions.put("module", version));
        return versions;
    }
}
