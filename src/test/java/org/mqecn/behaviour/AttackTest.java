// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.behaviour.dwrr.PatternStep;
import org.mqecn.behaviour.dwrr.PortPattern;
import org.mqecn.behaviour.eiffel.ModelLink;
import org.mqecn.behaviour.eiffel.ModelPolicy;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeSetting;

/**
 * Sends requests of tc that are changed at random, and lets each allocation of a request fail, under traffic, while the
 * device, its namespace and sysctls change. On the debug kernel any report fails the test. {@code -Dmqecn.seed=N} selects
 * other requests, {@code -Dmqecn.requests=N} more of them.
 */
@Tag("lab")
@DisplayName("A hostile administrator attacks a port")
class AttackTest {
    private static final long MAX_RATE = 50_000_000_000L;
    private static final int MTU = 1_500;
    /** Others follow in another guest. */
    private static final int REQUESTS_PER_GUEST = 10_000;

    private static final int REQUESTS = Integer.getInteger("mqecn.requests", REQUESTS_PER_GUEST);
    private static final long SEED = Long.getLong("mqecn.seed", 1);
    /** Everything that happens beside the requests. A process on this one processor sends, the others change things. */
    private static final String PROLOGUE =
            """
            modprobe sch_eiffel
            wire a ea b eb
            ip netns exec a sysctl -qw net.ipv4.conf.all.forwarding=0
            beside() { while :; do "$@" 2> /dev/null; sleep 0.1; done & }
            { echo start
              for ((ms = 0; ms < 500; ms++)); do
                  echo "at $((ms * 1000000))"
                  echo "send 20 flow=$((ms % 50)) dscp=$((ms % 64)) ecn=$((ms % 4))"
                  echo "send 2 v=6 dscp=2 ecn=1 l4=tcp gso=1000 len=5000"
              done
              echo stop; } > "$OUT/traffic"
            traffic() { "$FRAMES" a ea b eb 0 < "$OUT/traffic" > /dev/null; }
            device() { ip -n a link set ea mtu $((1400 + RANDOM % 7000)) txqueuelen $((RANDOM % 1000))
                [ $((RANDOM % 16)) != 0 ] || { ip -n a link set ea down; ip -n a link set ea up; }; }
            sysctls() { for f in /proc/sys/dwrr/*; do echo $((RANDOM % 4000)) > $f; done; }
            namespaces() { ip netns add c; ip -n c link add d type dummy; ip -n c link set d up
                tc -n c qdisc add dev d root $1; ip netns del c; }
            schemes() { lsmod | grep -o '^sch_dwrr_[a-z0-9_]*'; }
            modules() { rmmod $(schemes) sch_dwrr; rmmod sch_eiffel; modprobe sch_dwrr; modprobe sch_eiffel; }
            beside traffic
            beside device
            beside ip netns exec a bash -c "$(declare -f sysctls); sysctls"
            beside namespaces dwrr
            beside namespaces eiffel
            beside modules
            """;

    /** Failures are of this kernel's processes that ask for them; it does not log them. */
    private static final String FAILING_ALLOCATIONS =
            """
            echo N > /sys/kernel/debug/failslab/ignore-gfp-wait
            echo 0 > /sys/kernel/debug/failslab/verbose
            """;

    private static final String EPILOGUE =
            """
            kill $(jobs -p); wait || true
            pkill frames || true
            ip -all netns delete
            sleep 1
            rmmod $(schemes) sch_dwrr sch_eiffel
            echo unloaded
            """;

    @Test
    @DisplayName("with random requests: each is refused or carried out, and every packet is accounted for")
    void randomRequests() {
        for (int guest = 0; guest * REQUESTS_PER_GUEST < REQUESTS; guest++) {
            long seed = SEED + guest;
            String output = attack(
                    """
                    MUTATE_SEED=%d LD_PRELOAD="$MUTATE" timeout 600 \
                        tc -n a -s -d -force -batch "$TEXT" 2>> "$OUT/messages" || [ $? = 1 ]
                    """
                            .formatted(seed),
                    requests(seed, REQUESTS_PER_GUEST));
            Summary summary = Summary.parse(output);
            assertTrue(summary.sent() >= REQUESTS_PER_GUEST, summary::toString);
            assertTrue(summary.accepted() > summary.sent() / 10, summary::toString);
            assertTrue(summary.accepted() < summary.sent() * 9 / 10, summary::toString);
            List<Map<String, Long>> queues = TcSnapshot.queues(output);
            assertTrue(queues.stream().anyMatch(queue -> queue.get("sent_packets") > 0), "no queue has sent");
            assertConserved(queues);
        }
    }

    @Test
    @DisplayName("with failing allocations: a request that lacks memory is refused, and nothing leaks")
    void failingAllocations() {
        assumeTrue(TestGuest.DEBUG, "only the debug kernel can let allocations fail");
        String output = attack(
                FAILING_ALLOCATIONS
                        + """
                FAIL_ALLOCATIONS=1 LD_PRELOAD="$MUTATE" timeout 600 \\
                    tc -n a -s -d -force -batch "$TEXT" 2>> "$OUT/messages" || [ $? = 1 ]
                """,
                requests(SEED, REQUESTS_PER_GUEST / 100));
        Summary summary = Summary.parse(output);
        assertTrue(summary.failedAllocations() > summary.sent(), summary::toString);
        assertConserved(TcSnapshot.queues(output));
    }

    @TestFactory
    @DisplayName("with failing allocations of senders: a packet that cannot be segmented is counted as dropped")
    Stream<DynamicTest> failingSegmentation() {
        assumeTrue(TestGuest.DEBUG, "only the debug kernel can let allocations fail");
        GuestTestCases guestTestCases = new GuestTestCases(FAILING_ALLOCATIONS);
        TrafficScript trafficScript = TrafficScript.withDwrrPort("rate 100mbit queues 2");
        for (int nth = 1; nth <= 60; nth++) {
            trafficScript
                    .step("fail " + nth)
                    .send(1, "dscp=1 ecn=2 l4=tcp gso=1000 len=5000")
                    .at(nth);
        }
        guestTestCases.add("60 packets of 5 segments", trafficScript.show(), trace -> {
            Map<String, Long> port = trace.last().port();
            assertTrue(port.get("dropped_split") > 0, port::toString);
            assertTrue(port.get("sent_packets") > 100, port::toString);
            assertEquals(
                    port.get("arrived_packets"),
                    port.get("sent_packets") + port.get("backlog_packets") + TcSnapshot.dropped(port));
        });
        return guestTestCases.run();
    }

    private static String attack(String shell, List<String> requests) {
        return TestGuest.run(folder -> {
            Path text = folder.resolve("requests");
            try {
                Files.write(text, requests);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "TEXT='" + text + "'\n" + PROLOGUE + shell + EPILOGUE + "grep ^mutate: \"$OUT/messages\"\n";
        });
    }

    /** Commands of tc, each at least one request. */
    private static List<String> requests(long seed, int count) {
        List<String> requests = new ArrayList<>();
        Random random = new Random(seed);
        while (requests.size() < count) {
            if (random.nextInt(4) == 0) {
                requests.add("qdisc replace dev ea root handle 1: eiffel "
                        + EiffelModelTest.options(random, pick(random, ModelPolicy.values()), ModelLink.UNLIMITED));
                requests.add("qdisc show dev ea");
            } else {
                PortPattern pattern = PortPattern.random(random.nextLong(), MTU, MAX_RATE, Set.of());
                requests.add("qdisc replace dev ea root handle 1: dwrr " + pattern.optionText());
                pattern.steps().stream()
                        .filter(PatternStep.Change.class::isInstance)
                        .map(step -> "qdisc change dev ea root dwrr " + ((PatternStep.Change) step).options())
                        .forEach(requests::add);
                requests.add("qdisc change dev ea root dwrr " + scheme(random));
                requests.add("qdisc replace dev ea parent 1:" + (1 + random.nextInt(3)) + " pfifo");
                requests.add("class del dev ea classid 1:" + (1 + random.nextInt(9)));
                requests.add("class show dev ea");
                requests.add("qdisc show dev ea");
            }
            if (random.nextInt(3) == 0) {
                requests.add("qdisc del dev ea root");
            }
        }
        return requests;
    }

    /** A marking scheme or a buffer policy with some of its parameters, as a rule near their defaults. */
    private static String scheme(Random random) {
        DwrrScheme scheme =
                ModuleSchemes.all().get(random.nextInt(ModuleSchemes.all().size()));
        StringJoiner words = new StringJoiner(" ");
        words.add(scheme.role().setting().key()).add(scheme.name());
        for (SchemeSetting setting : scheme.settings()) {
            if (random.nextInt(3) == 0) {
                long most = random.nextInt(8) == 0
                        ? setting.spec().max()
                        : Math.min(setting.spec().max(), 2 * setting.defaultValue());
                long value = setting.spec().min()
                        + (long) (random.nextDouble() * (most - setting.spec().min()));
                words.add(setting.key());
                words.add((setting.isPerQueue() ? "all:" : "")
                        + setting.quantity().format(value));
            }
        }
        return words.toString();
    }

    private static <T> T pick(Random random, T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** What the library that changes requests has counted. */
    private record Summary(long sent, long accepted, long failedAllocations) {
        private static final Pattern TEXT =
                Pattern.compile("mutate: (\\d+) sent, (\\d+) accepted, (\\d+) failed allocations");

        static Summary parse(String output) {
            assertTrue(output.contains("\nunloaded\n"), output);
            Matcher matcher = TEXT.matcher(output);
            assertTrue(matcher.find(), output);
            return new Summary(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)));
        }
    }

    private static void assertConserved(List<Map<String, Long>> queues) {
        assertTrue(queues.size() > 20, () -> queues.size() + " queues shown");
        for (Map<String, Long> queue : queues) {
            assertEquals(
                    queue.get("arrived_packets"),
                    queue.get("sent_packets") + queue.get("backlog_packets") + TcSnapshot.dropped(queue),
                    queue::toString);
        }
    }
}
