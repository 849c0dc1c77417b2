// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mqecn.document.Problems;
import org.mqecn.document.Tree;
import org.mqecn.document.Yaml;
import org.mqecn.experiment.scenario.Case;
import org.mqecn.experiment.scenario.Measure;
import org.mqecn.experiment.scenario.Ports;
import org.mqecn.experiment.scenario.Traffic;
import org.mqecn.host.KernelModule;
import org.mqecn.host.Machine;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Rate;
import org.mqecn.port.UserError;
import org.mqecn.testbed.Testbeds;
import org.mqecn.topology.TestbedFile;

/** Runs one case on this machine, which may be a guest. */
public final class CaseRun {
    /** A port is the bottleneck of what always has more to send if it was busy for all of the time but this part. */
    private static final double IDLE = 0.02;

    private final Case subject;
    private final Machine machine;

    public CaseRun(Case subject, Machine machine) {
        this.subject = subject;
        this.machine = machine;
    }

    /** The testbeds of a machine. */
    public static Testbeds testbeds(Machine machine) {
        return new Testbeds(machine, file -> TestbedFile.read(file).testbed());
    }

    /**
     * Brings the testbed up, has the traffic run, and measures. The testbed stays up.
     *
     * @return the text of the run's file, without a header
     * @throws UserError where it could not run at all
     */
    public String run() throws Exception {
        testbeds(machine).up(subject.testbed(), testbedText());
        Timeline.wakeExactly();
        Stage stage = new Stage(subject.testbed(), machine);
        List<Load> loads = Loads.of(subject, stage);
        try (PortWatch port = new PortWatch(subject.measure(), stage);
                Bottleneck bottleneck = new Bottleneck(stage, subject.measure().port())) {
            for (Load load : loads) {
                load.prepare();
            }
            return measure(stage, loads, port, bottleneck);
        } catch (UncheckedIOException e) {
            throw brokenOff(e.getCause());
        } catch (IOException e) {
            throw brokenOff(e);
        } finally {
            loads.forEach(Load::close);
        }
    }

    private static UserError brokenOff(IOException e) {
        return new UserError("the traffic broke off: " + e.getMessage(), "");
    }

    private String testbedText() {
        return Yaml.write(Yaml.read("case", subject.text(), new Problems())
                .flatMap(document -> Tree.get(document, "testbed")).orElseThrow());
    }

    private String measure(Stage stage, List<Load> loads, PortWatch port, Bottleneck bottleneck) throws Exception {
        Measure measure = subject.measure();
        Timeline timeline = new Timeline();
        port.start(timeline);
        loads.forEach(load -> load.start(timeline));

        timeline.sleepUntil(measure.warmUp());
        long from = timeline.now();
        TcpCounters tcp = TcpCounters.read(stage);
        bottleneck.windowBegins(timeline);
        port.windowBegins();
        for (Load load : loads) {
            load.windowBegins(timeline);
        }
        awaitEnd(loads, timeline);
        for (Load load : loads) {
            load.windowEnds(timeline);
        }
        port.windowEnds();
        bottleneck.windowEnds(timeline);
        long to = timeline.now();

        Observation observation = new Observation();
        port.stop(timeline);
        loads.forEach(load -> load.report(observation));
        Metrics.add(observation, port, TcpCounters.read(stage).since(tcp));
        if (subject.joined()) {
            Settling.of(port.rows(), to / 1000).ifPresent(settling -> {
                observation.metric("threshold_bytes", settling.thresholdBytes());
                observation.metric("threshold_settled_us", settling.microseconds());
            });
        }
        bottleneck.check(observation);
        port.check(observation);
        checkBusy(stage, port, (to - from) / 1e9, observation);
        return RunFile.of(subject, observation, versions(),
                Map.of(measure.portName(), Configuration.of(port.reader())), port, from / 1000, to / 1000);
    }

    private void awaitEnd(List<Load> loads, Timeline timeline) throws Exception {
        Optional<Duration> duration = subject.measure().duration();
        if (duration.isPresent()) {
            timeline.sleepUntil(subject.measure().warmUp().plus(duration.get()));
            return;
        }
        for (Load load : loads) {
            load.await(timeline);
        }
    }

    /** Where something always has more to send, the port sends all the time, or something else holds it back. */
    private void checkBusy(Stage stage, PortWatch port, double seconds, Observation observation) {
        Optional<Rate> rate = Ports.rate(stage.testbed(), subject.measure().port());
        if (rate.isEmpty() || subject.traffic().stream().noneMatch(Traffic::saturates)) {
            return;
        }
        double sent = port.sentBytes() * Byte.SIZE / seconds;
        observation.require(sent > (1 - IDLE) * rate.get().bitsPerSecond(),
                "the port was not the bottleneck: it sent %.1f of %.1f Mbit/s", sent / 1e6,
                rate.get().bitsPerSecond() / 1e6);
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>(machine.versions());
        new KernelModule(machine, QdiscKind.DWRR).version().ifPresent(version -> versions.put("module", version));
        return versions;
    }
}
