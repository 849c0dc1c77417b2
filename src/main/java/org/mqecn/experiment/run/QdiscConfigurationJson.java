// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.netlink.Qdisc;
import org.mqecn.port.Port;
import org.mqecn.port.PortConfig;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.Setting;

/** Configuration of a port as read back: with the names of {@code mqecn get -o json}, or those of tc. */
final class QdiscConfigurationJson {
    private QdiscConfigurationJson() {}

    static Object of(DeviceQueueReader reader) {
        Optional<Port> port = reader.ports().findFirst();
        return port.isPresent()
                ? of(port.get().config())
                : Map.of(
                        "qdiscs",
                        reader.qdiscs().stream().map(QdiscConfigurationJson::of).toList());
    }

    private static Map<String, Object> of(PortConfig config) {
        Map<String, Object> map = config.toPlainMap(config.kind().settings());
        map.putIfAbsent("queues", List.of());
        return map;
    }

    private static Map<String, Object> of(Qdisc qdisc) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", qdisc.kind());
        map.put("handle", qdisc.handleText());
        map.put("place", qdisc.parentText());
        qdisc.stockOptions()
                .forEach((word, values) ->
                        map.put(word, values.size() == 1 ? toJson(qdisc.kind(), word, values.get(0)) : values));
        return map;
    }

    /** A value of a qdisc of the mqecn modules in the unit of its setting. */
    private static Object toJson(String kind, String word, long value) {
        Optional<Setting> own = QdiscKind.find(kind).flatMap(found -> found.setting(word));
        return own.isPresent() ? own.get().quantity().toPlainValue(value) : (Object) value;
    }
}
