// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.mqecn.port.DwrrSetting;
import org.mqecn.port.MarkingFormulas;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;
import org.mqecn.port.SuggestedValue;
import org.mqecn.value.EthernetFrame;
import org.mqecn.value.ScaledFormat;

/**
 * Whether the thresholds of a scheme fit rate and RTT: K = C · RTT · λ.
 *
 * @param rtt that was given or measured; empty if it is unknown
 * @param rttSource where it is from
 */
record ThresholdCheck(
        RemedyCommands commands, String device, PortConfig config, Optional<Duration> rtt, String rttSource)
        implements HealthCheck {
    /** Values that follow from others, or that the check of settings judges. */
    private static final Set<String> NO_THRESHOLD =
            Set.of(DwrrSetting.SHARED_BUFFER.key(), DwrrSetting.IDLE_INTERVAL.key());
    /** λ of DCTCP in theory: with less, throughput is lost. */
    private static final double LEAST = MarkingFormulas.DCTCP_LAMBDA.doubleValue();

    private static final double MOST = 3;

    @Override
    public Judgement judge() {
        String source = "mqecn get" + (rtt.isEmpty() ? "" : ", " + rttSource);
        String scheme = "ecn-scheme " + config.ecnSchemeName();
        if (rtt.isEmpty()) {
            return Judgement.ok(scheme + "; the RTT is unknown: --rtt TIME checks its thresholds", source);
        }
        String network = "C·RTT at " + ScaledFormat.rate(config.rate()) + " and RTT "
                + ScaledFormat.time(rtt.get().toNanos());
        if (config.rate().bytesIn(rtt.get()) < EthernetFrame.FULL_WIRE_LENGTH) {
            return Judgement.ok(scheme + "; " + network + " is less than a frame: any threshold is above it", source);
        }
        List<String> unfit = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (SuggestedValue each : thresholds()) {
            Setting setting = QdiscKind.DWRR.require(each.key());
            double[] factors = values(setting)
                    .mapToDouble(value -> (double) value / each.value())
                    .filter(factor -> factor < LEAST || factor > MOST)
                    .toArray();
            if (factors.length > 0) {
                unfit.add(each.key() + " is " + String.format(Locale.ROOT, "%.2f", factors[0]) + " times what fits");
                settings.add(each.key()
                        + (setting.isPerQueue() ? " all:" : " ")
                        + setting.quantity().format(each.value()));
            }
        }
        return unfit.isEmpty()
                ? Judgement.ok(scheme + ": its thresholds fit " + network, source)
                : Judgement.warning(
                        String.join(", ", unfit) + " " + network,
                        source,
                        commands.mqecn("set " + device + " " + String.join(" ", settings)));
    }

    private List<SuggestedValue> thresholds() {
        return new MarkingFormulas(
                        config.rate(),
                        rtt.orElseThrow(),
                        MarkingFormulas.DEFAULT_LAMBDA,
                        config.queues().size())
                .suggest(Optional.of(config.ecnSchemeName())).stream()
                        .filter(each -> !NO_THRESHOLD.contains(each.key()))
                        .toList();
    }

    private LongStream values(Setting setting) {
        return IntStream.range(0, setting.isPerQueue() ? config.queues().size() : 1)
                .mapToObj(queue -> config.value(setting, queue))
                .flatMapToLong(OptionalLong::stream);
    }
}
