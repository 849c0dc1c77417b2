// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.mqecn.behaviour.dwrr.PatternStep;
import org.mqecn.behaviour.dwrr.PatternTrace;
import org.mqecn.behaviour.dwrr.PortPattern;
import org.mqecn.behaviour.model.ObservedDeparture;

/** Runs patterns through a port in a guest, one after the other on one wire and in one process. */
final class GuestPatterns {
    private static final int RING = 2_048;
    /** In ns: a timer that is due while a process of the guest runs expires when it sleeps. */
    private static final long TIMER_SLACK = 4_096;
    /** In ns: a burst takes some time to arrive; a packet may be captured later than it was dequeued. */
    private static final long CLOCK_ERROR = 16_384;

    private GuestPatterns() {}

    static List<PatternTrace> run(List<PortPattern> patterns) {
        List<TrafficTrace> traces = TrafficTrace.parseEach(output(patterns));
        assertEquals(patterns.size(), traces.size(), "traces");
        return IntStream.range(0, patterns.size())
                .mapToObj(i -> patternTrace(patterns.get(i), traces.get(i)))
                .toList();
    }

    private static String output(List<PortPattern> patterns) {
        String output = TestGuest.run(folder -> {
            TrafficScript trafficScript = TrafficScript.withoutQdisc()
                    .setup("ip -n a link set ea mtu 9000; ip -n b link set eb mtu 9000")
                    .capture(RING);
            int mtu = 0;
            for (PortPattern pattern : patterns) {
                if (pattern != patterns.get(0)) {
                    trafficScript.tc("qdisc del dev ea root").step("next");
                }
                if (pattern.mtu() != mtu) {
                    mtu = pattern.mtu();
                    trafficScript.run("ip link set ea mtu " + mtu);
                }
                addSteps(trafficScript, pattern);
            }
            try {
                Path file = Files.writeString(folder.resolve("patterns.script"), trafficScript.steps());
                return trafficScript.script(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return GuestTestCases.successfulOutput(GuestTestCases.split(output).get(0));
    }

    private static void addSteps(TrafficScript trafficScript, PortPattern pattern) {
        String table = pattern.overhead() == 0 ? "" : "stab overhead " + pattern.overhead() + " ";
        trafficScript
                .tc("qdisc add dev ea root handle 1: " + table + "dwrr " + pattern.optionText())
                .start();
        long now = 0;
        for (PatternStep step : pattern.steps()) {
            if (step instanceof PatternStep.Pause pause) {
                now += pause.ns();
                trafficScript.step("at " + now);
            } else if (step instanceof PatternStep.Burst burst) {
                trafficScript.send(burst.count(), burst.words());
            } else if (step instanceof PatternStep.Change change) {
                trafficScript.tc("qdisc change dev ea root " + table + "dwrr " + change.options());
            } else {
                trafficScript.step("timer").show();
            }
        }
        trafficScript.step("at " + (now + pattern.drainTime())).show();
    }

    private static PatternTrace patternTrace(PortPattern pattern, TrafficTrace trace) {
        Iterator<TrafficTrace.StepTime> times = trace.stepTimes().iterator();
        Iterator<TcSnapshot> snapshots = trace.snapshots().iterator();
        PatternTrace patternTrace = new PatternTrace(pattern, TIMER_SLACK, CLOCK_ERROR);
        times.next(); // of the tc that adds the port
        for (PatternStep step : pattern.steps()) {
            if (step instanceof PatternStep.Burst burst) {
                patternTrace.addBurst(burst, times.next().ns());
            } else if (step instanceof PatternStep.Change change) {
                patternTrace.addChange(change, times.next().ns());
            } else if (step instanceof PatternStep.Observe) {
                TrafficTrace.StepTime timer = times.next();
                patternTrace.addTimer(timer.ns(), timer.timerNs());
                addCounters(patternTrace, snapshots.next());
            }
        }
        addCounters(patternTrace, snapshots.next());
        trace.packets()
                .forEach(packet -> patternTrace.addDeparture(
                        new ObservedDeparture(packet.flow(), packet.seq(), packet.isCe(), packet.arrivalNs())));
        return patternTrace;
    }

    private static void addCounters(PatternTrace patternTrace, TcSnapshot tcSnapshot) {
        patternTrace.addCounters(tcSnapshot.ns(), tcSnapshot.queues());
    }
}
