// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.ovs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mqecn.host.CommandResult;
import org.mqecn.host.CommandRunner;
import org.mqecn.host.LocalMachine;
import org.mqecn.host.SmallFile;
import org.mqecn.testbed.state.ObservedState;
import org.mqecn.value.UserError;

/**
 * What Open vSwitch has, in the words of its database.
 *
 * @param running whether both of its daemons run
 * @param bridges by name
 */
record OvsState(boolean running, Map<String, OvsBridge> bridges) {
    /** Key among the external-ids of what is ours; its value is the name of the testbed. */
    static final String OWNER_KEY = "mqecn";

    /** Types of a datapath and the key of a bridge's hardware address, as the database has them. */
    static final String KERNEL_DATAPATH = "system";

    static final String USERSPACE_DATAPATH = "netdev";
    static final String HARDWARE_ADDRESS = "hwaddr";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> DAEMONS = List.of("ovsdb-server", "ovs-vswitchd");
    private static final Path FOLDER = Path.of("run/openvswitch");

    /**
     * A bridge.
     *
     * @param testbed to which it belongs; empty where it is somebody else's
     * @param datapath what forwards its packets: {@link #KERNEL_DATAPATH} or {@link #USERSPACE_DATAPATH}
     * @param mac that it was given; empty where it has one of its own choice
     * @param ports testbed by name of the port, likewise
     */
    record OvsBridge(String testbed, String datapath, String mac, Map<String, String> ports) {
        OvsBridge {
            ports = Map.copyOf(ports);
        }
    }

    OvsState {
        bridges = Map.copyOf(bridges);
    }

    static OvsState observe(ObservedState state) {
        return state.cached("Open vSwitch", OvsState.class, () -> read(state.machine(), new CommandRunner()));
    }

    private static OvsState read(LocalMachine machine, CommandRunner runner) {
        if (!DAEMONS.stream().allMatch(daemon -> isDaemonRunning(machine, daemon))) {
            return new OvsState(false, Map.of());
        }
        return parse(
                list(runner, "name,external_ids,other_config,datapath_type,ports", "bridge"),
                list(runner, "_uuid,name,external_ids", "port"));
    }

    /** By the pid file that the distribution's script has it write. */
    private static boolean isDaemonRunning(LocalMachine machine, String daemon) {
        return SmallFile.read(machine.root().resolve(FOLDER).resolve(daemon + ".pid"))
                .flatMap(pid -> SmallFile.read(
                        machine.root().resolve("proc").resolve(pid).resolve("comm")))
                .filter(daemon::equals)
                .isPresent();
    }

    private static String list(CommandRunner runner, String columns, String table) {
        CommandResult result = runner.capture(
                List.of("ovs-vsctl", "--timeout=10", "--format=json", "--columns=" + columns, "list", table));
        if (!result.succeeded()) {
            throw new UserError(
                    "cannot read Open vSwitch's database: " + result.errors().strip(), "'ovs-vsctl show' has to work");
        }
        return result.output();
    }

    /** From two tables as {@code ovs-vsctl --format=json list} gives them: {@code {"headings":…,"data":[…]}}. */
    static OvsState parse(String bridges, String ports) {
        Map<String, Map.Entry<String, String>> portById = new HashMap<>();
        for (Map<String, JsonNode> port : rows(ports)) {
            portById.put(
                    port.get("_uuid").path(1).asText(),
                    Map.entry(port.get("name").asText(), owner(port)));
        }
        Map<String, OvsBridge> result = new HashMap<>();
        for (Map<String, JsonNode> bridge : rows(bridges)) {
            Map<String, String> own = new HashMap<>();
            parseSet(bridge.get("ports"))
                    .map(id -> id.path(1).asText())
                    .filter(portById::containsKey)
                    .forEach(id ->
                            own.put(portById.get(id).getKey(), portById.get(id).getValue()));
            String type = bridge.get("datapath_type").asText();
            result.put(
                    bridge.get("name").asText(),
                    new OvsBridge(
                            owner(bridge),
                            type.isEmpty() ? KERNEL_DATAPATH : type,
                            mapValue(bridge.get("other_config"), HARDWARE_ADDRESS),
                            own));
        }
        return new OvsState(true, result);
    }

    private static List<Map<String, JsonNode>> rows(String table) {
        try {
            JsonNode root = MAPPER.readTree(table);
            List<Map<String, JsonNode>> rows = new ArrayList<>();
            for (JsonNode data : root.path("data")) {
                Map<String, JsonNode> row = new LinkedHashMap<>();
                for (int i = 0; i < data.size(); i++) {
                    row.put(root.path("headings").path(i).asText(), data.path(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw new UserError(
                    "cannot read Open vSwitch's database: " + e.getOriginalMessage(), "'ovs-vsctl show' has to work");
        }
    }

    /** A column of many values: {@code ["set",[…]]}, or the value itself where there is one. */
    private static Stream<JsonNode> parseSet(JsonNode column) {
        if (!column.path(0).asText().equals("set")) {
            return Stream.of(column);
        }
        List<JsonNode> values = new ArrayList<>();
        column.path(1).forEach(values::add);
        return values.stream();
    }

    private static String owner(Map<String, JsonNode> row) {
        return mapValue(row.get("external_ids"), OWNER_KEY);
    }

    /** Of {@code ["map",[["mqecn","video"]]]}; empty where the key is not there. */
    private static String mapValue(JsonNode map, String key) {
        for (JsonNode pair : map.path(1)) {
            if (pair.path(0).asText().equals(key)) {
                return pair.path(1).asText();
            }
        }
        return "";
    }

    Optional<OvsBridge> bridge(String name) {
        return Optional.ofNullable(bridges.get(name));
    }

    /**
     * What forwards packets: the kernel, where it can.
     *
     * @return {@link #KERNEL_DATAPATH} or {@link #USERSPACE_DATAPATH}
     */
    static String datapath(ObservedState state) {
        return state.cached("Open vSwitch's datapath", String.class, () -> {
            CommandRunner runner = new CommandRunner();
            try {
                boolean kernel = runner.capture(List.of("ovs-dpctl", "show")).succeeded()
                        || runner.capture(List.of("modprobe", "--dry-run", "--quiet", "openvswitch"))
                                .succeeded();
                return kernel ? KERNEL_DATAPATH : USERSPACE_DATAPATH;
            } catch (UserError e) {
                // Without the tools this is a plan for another machine, and most have it.
                return KERNEL_DATAPATH;
            }
        });
    }
}
