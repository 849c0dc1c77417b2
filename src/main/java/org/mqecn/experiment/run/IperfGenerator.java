// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mqecn.experiment.scenario.TrafficSpec.Iperf3;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.netlink.TcpConnection;
import org.mqecn.result.ValidityReason;
import org.mqecn.value.UserError;

/** Traffic of iperf3: goodput as its receiver measured it in the window. */
final class IperfGenerator implements TrafficGenerator {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    /** Delay between the starts of server and client. */
    private static final Duration HEAD_START = Duration.ofMillis(100);

    private final Iperf3 iperf;
    private final TestbedAccess access;
    private final int port;
    private final Duration duration;
    private final BackgroundTasks tasks = new BackgroundTasks();
    private String output = "";
    private List<TcpConnection> connections = List.of();
    private double fromSeconds;
    private double toSeconds;

    /** @param duration duration of warm-up and measurement */
    IperfGenerator(Iperf3 iperf, TestbedAccess access, int port, Duration duration) {
        this.iperf = iperf;
        this.access = access;
        this.port = port;
        this.duration = duration;
    }

    @Override
    public void prepare() throws InterruptedException {
        tasks.start(iperf.name() + " server", () -> {
            output = run(
                    iperf.to(),
                    List.of(
                            "iperf3",
                            "--server",
                            "--one-off",
                            "--port",
                            Integer.toString(port),
                            "--interval",
                            "0.1",
                            "--json"));
            return null;
        });
        Thread.sleep(HEAD_START.toMillis());
    }

    @Override
    public void start(RunClock runClock) {
        String address = access.socketAddress(iperf.to(), port).getHostString();
        List<String> words = new ArrayList<>(List.of(
                "iperf3",
                "--client",
                address,
                "--port",
                Integer.toString(port),
                "--dscp",
                Integer.toString(iperf.dscp()),
                "--time",
                Long.toString(duration.toSeconds() + 1)));
        words.addAll(iperf.arguments());
        tasks.start(iperf.name(), () -> run(iperf.from(), words));
    }

    private String run(String host, List<String> words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", access.namespace(host)));
        command.addAll(words);
        CommandResult result = new CommandRunner().capture(command);
        if (!result.succeeded()) {
            throw new UserError(
                    "iperf3 of " + iperf.name() + " failed: " + result.errors().strip()
                            + result.output().strip(),
                    "");
        }
        return result.output();
    }

    @Override
    public void beginWindow(RunClock runClock) {
        fromSeconds = runClock.now() / NANOS;
    }

    @Override
    public void endWindow(RunClock runClock) throws Exception {
        toSeconds = runClock.now() / NANOS;
        connections = access.callIn(iperf.from(), TcpConnection::readAll).stream()
                .filter(connection -> connection.remotePort() == port)
                .toList();
        tasks.await();
    }

    /** Sums up the intervals whose middle is in the window. */
    @Override
    public void report(RunMeasurements measurements) {
        long bytes = 0;
        double seconds = 0;
        for (JsonNode interval : intervals()) {
            JsonNode sum = interval.path("sum");
            double middle = (sum.path("start").asDouble() + sum.path("end").asDouble()) / 2;
            if (middle > fromSeconds && middle < toSeconds) {
                bytes += sum.path("bytes").asLong();
                seconds += sum.path("seconds").asDouble();
            }
        }
        measurements.require(
                ValidityReason.SHORT_IPERF3,
                seconds > 0.9 * (toSeconds - fromSeconds),
                "%s: iperf3 ran for %.1f s of %.1f s",
                iperf.name(),
                seconds,
                toSeconds - fromSeconds);
        measurements.requireDctcp(iperf.name(), iperf.from(), access.congestionControl(iperf.from(), ""), connections);
        measurements.addGoodput(iperf.name(), seconds == 0 ? 0 : bytes * Byte.SIZE / seconds / MEGA);
    }

    private JsonNode intervals() {
        try {
            return new ObjectMapper().readTree(output).path("intervals");
        } catch (JsonProcessingException e) {
            throw new UserError("iperf3's output is not JSON: " + e.getOriginalMessage(), "");
        }
    }

    @Override
    public void close() {}
}
