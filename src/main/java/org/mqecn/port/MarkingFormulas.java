// SPDX-License-Identifier: Apache-2.0
package org.mqecn.port;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.Quantity;
import org.mqecn.value.Rate;
import org.mqecn.value.UserError;

/**
 * Thresholds, times and buffers by the papers' formulas.
 *
 * <p>The standard threshold is K = C · RTT · λ (NSDI 2016, eq. 1), the standard sojourn time T = RTT · λ (CoNEXT 2016).
 * λ depends on the congestion control: 1 for ECN*, which halves its window; 0.17 is enough for DCTCP in theory
 * (SIGMETRICS 2011), but hosts send bursts, and the papers' own experiments with DCTCP use about 1 as well.
 *
 * @param rate C, the rate of the port
 * @param rtt base RTT of the flows
 */
public record MarkingFormulas(Rate rate, Duration rtt, BigDecimal lambda, int queues) {
    /** λ of ECN*, and of the papers' experiments. */
    public static final BigDecimal DEFAULT_LAMBDA = BigDecimal.ONE;
    /** λ from which DCTCP keeps its full throughput in theory. */
    public static final BigDecimal DCTCP_LAMBDA = new BigDecimal("0.17");

    private static final String NSDI_2016 = "MQ-ECN, NSDI 2016";
    private static final String CONEXT_2016 = "TCN, CoNEXT 2016";
    /** What slow start puts into the buffer before marks act, in multiples of K: CoNEXT 2016, figure 3. */
    private static final int SLOW_START_PEAK = 3;

    private static final int RED_MAX_FACTOR = 3;
    /** The best setting in the testbed of CoNEXT 2016: INTERVAL 1024 µs and TARGET 51.2 µs at T = 256 µs. */
    private static final int CODEL_INTERVAL_FACTOR = 4;

    private static final int CODEL_TARGET_DIVISOR = 20;

    /** @throws UserError a usage error if a value is out of range, or no port can have the threshold */
    public MarkingFormulas {
        if (rtt.isZero() || lambda.signum() <= 0 || queues < 1) {
            throw UserError.usage("RTT, λ or number of queues is out of range", "all are above 0");
        }
        long max = DwrrSetting.SHARED_BUFFER.spec().max();
        BigDecimal bytes = new BigDecimal(rate.bytesIn(rtt)).multiply(lambda);
        if (bytes.multiply(BigDecimal.valueOf(queues + SLOW_START_PEAK)).compareTo(BigDecimal.valueOf(max)) > 0) {
            throw UserError.usage(
                    "K = " + bytes.toBigInteger() + " bytes needs a larger buffer than a port can have",
                    "check --rate and --rtt: the largest buffer is " + max + " bytes");
        }
    }

    /** C · RTT. */
    public long bandwidthDelayProduct() {
        return rate.bytesIn(rtt);
    }

    /** K = C · RTT · λ, in bytes. */
    public long threshold() {
        return threshold(lambda);
    }

    /** The least K with which DCTCP keeps its full throughput in theory, in bytes. */
    public long dctcpThreshold() {
        return threshold(DCTCP_LAMBDA);
    }

    private long threshold(BigDecimal factor) {
        return rounded(new BigDecimal(bandwidthDelayProduct()).multiply(factor));
    }

    /** T = RTT · λ, in ns. */
    public long sojournTime() {
        return rounded(new BigDecimal(rtt.toNanos()).multiply(lambda));
    }

    /** The time that 1500 bytes take, after which MQ-ECN deems a round empty, in ns. */
    public long idleInterval() {
        return Math.max(1, rate.timeOf(EthernetFrame.DEFAULT_MTU).toNanos());
    }

    public long codelInterval() {
        return CODEL_INTERVAL_FACTOR * sojournTime();
    }

    public long codelTarget() {
        return Math.max(1, codelInterval() / CODEL_TARGET_DIVISOR);
    }

    /**
     * What flows in slow start fill before marks act; with a threshold per queue, the other queues hold K as well. Without
     * marks, what one flow that halves its window needs. At least a full frame.
     */
    public long buffer(EcnScheme scheme) {
        int others = scheme == EcnScheme.PER_QUEUE ? queues - 1 : 0;
        return Math.max(
                DwrrSetting.SHARED_BUFFER.spec().min(),
                scheme == EcnScheme.NONE ? bandwidthDelayProduct() : (SLOW_START_PEAK + others) * threshold());
    }

    private static long rounded(BigDecimal number) {
        return number.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** Returns the values for a scheme; for none given, those of all schemes and of tc's red. */
    public List<SuggestedValue> suggest(Optional<String> name) {
        List<SuggestedValue> values = new ArrayList<>();
        Optional<EcnScheme> scheme = name.map(MarkingFormulas::scheme);
        for (EcnScheme each : scheme.map(List::of).orElse(List.of(EcnScheme.values()))) {
            switch (each) {
                case NONE -> {}
                case PER_QUEUE ->
                    values.add(SuggestedValue.of(
                            DwrrSetting.QUEUE_THRESH, threshold(), "K = C·RTT·λ", NSDI_2016 + ", eq. 1"));
                case PER_PORT ->
                    values.add(SuggestedValue.of(
                            DwrrSetting.PORT_THRESH, threshold(), "K = C·RTT·λ", NSDI_2016 + ", eq. 1"));
                case MQ_ECN -> addMqEcn(values, scheme.isPresent());
                case TCN ->
                    values.add(SuggestedValue.of(DwrrSetting.TCN_THRESH, sojournTime(), "T = RTT·λ", CONEXT_2016));
                case CODEL -> addCodel(values);
                case MODULE -> name.flatMap(ModuleSchemes::find).ifPresent(found -> addThresholds(values, found));
            }
        }
        values.add(bufferValue(scheme.orElse(EcnScheme.MQ_ECN)));
        if (scheme.isEmpty()) {
            values.add(bufferValue(EcnScheme.PER_QUEUE));
            addRed(values);
        }
        return values;
    }

    private void addMqEcn(List<SuggestedValue> values, boolean withThreshold) {
        if (withThreshold) {
            values.add(SuggestedValue.of(
                    DwrrSetting.PORT_THRESH,
                    threshold(),
                    "K = C·RTT·λ, scaled by min(quantum/(T_round·C), 1)",
                    NSDI_2016 + ", eq. 1 and 5"));
        }
        values.add(SuggestedValue.of(
                DwrrSetting.IDLE_INTERVAL, idleInterval(), "T_idle = MTU/C", NSDI_2016 + ", testbed"));
    }

    private void addCodel(List<SuggestedValue> values) {
        String source = CONEXT_2016 + ", testbed: 1024 µs at T = 256 µs";
        values.add(SuggestedValue.of(DwrrSetting.CODEL_INTERVAL, codelInterval(), "4·RTT·λ", source));
        values.add(SuggestedValue.of(
                DwrrSetting.CODEL_TARGET, codelTarget(), "INTERVAL/20", "RFC 8289: 5 % to 10 % of INTERVAL"));
    }

    private SuggestedValue bufferValue(EcnScheme scheme) {
        return switch (scheme) {
            case NONE -> bufferValue(scheme, "C·RTT", "Appenzeller et al., SIGCOMM 2004: a single flow");
            case PER_QUEUE ->
                bufferValue(
                        scheme,
                        "(" + queues + " queues + 2)·K",
                        "per-queue: all queues at K, one of them in slow start");
            default -> bufferValue(scheme, "3·K", CONEXT_2016 + ", fig. 3: peak of slow start");
        };
    }

    private SuggestedValue bufferValue(EcnScheme scheme, String formula, String source) {
        return SuggestedValue.of(DwrrSetting.SHARED_BUFFER, buffer(scheme), formula, source);
    }

    /** The scheme of dwrr itself with a name, or MODULE. */
    private static EcnScheme scheme(String name) {
        return Arrays.stream(EcnScheme.values())
                .filter(each -> each.keyword().equals(name))
                .findFirst()
                .orElse(EcnScheme.MODULE);
    }

    /** The thresholds that a scheme declares, and the upper ends of their ramps, which become steps. */
    private void addThresholds(List<SuggestedValue> values, DwrrScheme scheme) {
        for (SchemeSetting each : scheme.settings()) {
            SchemeSetting lower = each.sibling(each.relations().atLeast());
            if (lower.relations().isThreshold()) {
                boolean isTime = lower.quantity() == Quantity.TIME;
                values.add(SuggestedValue.of(
                        each,
                        isTime ? sojournTime() : threshold(),
                        (isTime ? "T = RTT·λ" : "K = C·RTT·λ")
                                + (lower == each ? "" : "; " + each.key() + " = " + lower.key() + " is a step"),
                        isTime ? CONEXT_2016 : "DCTCP, SIGCOMM 2010"));
            }
        }
    }

    private void addRed(List<SuggestedValue> values) {
        values.add(new SuggestedValue(
                "red min", Quantity.BYTES, threshold(), "K; max = min for DCTCP's step", "DCTCP, SIGCOMM 2010"));
        values.add(new SuggestedValue(
                "red max",
                Quantity.BYTES,
                RED_MAX_FACTOR * threshold(),
                "3·min",
                "Floyd: RED, setting parameters, 1997"));
    }

    /** The arguments of install for a scheme: {@code --rate 1gbit --ecn-scheme mq-ecn --port-thresh 31250 …}. */
    public List<String> installArguments(String scheme) {
        List<String> words = new ArrayList<>(List.of("--rate", rate.toString(), "--ecn-scheme", scheme));
        for (SuggestedValue value : suggest(Optional.of(scheme))) {
            Setting setting = QdiscKind.DWRR.require(value.key());
            words.add("--" + value.key());
            words.add((setting.isPerQueue() ? "all:" : "") + setting.quantity().format(value.value()));
        }
        return words;
    }
}
