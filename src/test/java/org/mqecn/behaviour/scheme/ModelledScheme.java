// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.mqecn.port.DwrrScheme;
import org.mqecn.port.ModuleSchemes;
import org.mqecn.port.SchemeRole;

/**
 * A marking scheme or buffer policy with a module of its own, and its model.
 *
 * @param usesSojourn whether it needs sojourn times, so that it decides about marks at departures
 * @param marksByChanceAtArrival whether a mark at the arrival of a packet may be by chance
 * @param ofPort begins the models of a port
 */
public record ModelledScheme(boolean usesSojourn, boolean marksByChanceAtArrival, Supplier<QueueModel.Factory> ofPort) {
    /** All of this version, by name. */
    public static final Map<String, ModelledScheme> ALL = Map.ofEntries(
            Map.entry("abm", byBacklog(() -> chance -> new ActiveBufferModel())),
            Map.entry("dynamic-thresholds", byBacklog(() -> chance -> new DynamicThresholdsModel())),
            Map.entry("ecn-sharp", bySojourn(() -> chance -> new EcnSharpModel())),
            Map.entry("mq-ecn-general", byBacklog(() -> chance -> new GeneralMqEcnModel())),
            Map.entry("per-queue-min", byBacklog(() -> chance -> new MinimumThresholdModel())),
            Map.entry("pi2", new ModelledScheme(true, true, ModelledScheme::pi2)),
            Map.entry("pie", new ModelledScheme(true, true, () -> PieModel::new)),
            Map.entry("red", new ModelledScheme(false, true, ModelledScheme::red)),
            Map.entry("service-pool", new ModelledScheme(false, true, () -> ServicePoolModel::new)),
            Map.entry("tcn-probabilistic", bySojourn(() -> ProbabilisticTcnModel::new)),
            Map.entry("traffic-aware", byBacklog(ModelledScheme::trafficAware)));

    /** What those of a role declare, by name. */
    public static Stream<DwrrScheme> all(SchemeRole role) {
        return ALL.keySet().stream()
                .sorted()
                .map(name -> ModuleSchemes.find(name).orElseThrow())
                .filter(scheme -> scheme.role() == role);
    }

    /** Begins the models of a port with a scheme: null for each queue if it is one of the port itself. */
    public static QueueModel.Factory models(String name) {
        ModelledScheme modelled = ALL.get(name);
        return modelled == null ? chance -> null : modelled.ofPort().get();
    }

    private static ModelledScheme byBacklog(Supplier<QueueModel.Factory> ofPort) {
        return new ModelledScheme(false, false, ofPort);
    }

    private static ModelledScheme bySojourn(Supplier<QueueModel.Factory> ofPort) {
        return new ModelledScheme(true, false, ofPort);
    }

    private static QueueModel.Factory pi2() {
        Pi2Model.ClassicProbability classic = new Pi2Model.ClassicProbability();
        return chance -> new Pi2Model(classic, chance);
    }

    private static QueueModel.Factory red() {
        RedModel.PortAverage average = new RedModel.PortAverage();
        return chance -> new RedModel(average, chance);
    }

    private static QueueModel.Factory trafficAware() {
        TrafficAwareModel.AbsorbingQueues absorbing = new TrafficAwareModel.AbsorbingQueues();
        return chance -> new TrafficAwareModel(absorbing);
    }
}
