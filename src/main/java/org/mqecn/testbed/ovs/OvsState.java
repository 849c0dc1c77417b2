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
 * The bridges and ports in the database of Open vSwitch.
 *
 * @param running whether both daemons run
 * @param bridges by name
 */
record OvsState(boolean running, Map<String, OvsBridge> bridges) {
    /** Key of the external-id with the name of the owning testbed. */
    static final String OWNER_KEY = "mqecn";

    /** Names in the database: the types of a datapath and the key of a bridge's hardware address. */
    static final String KERNEL_DATAPATH = "system";

    static final String USERSPACE_DATAPATH = "netdev";
    static final String HARDWARE_ADDRESS = "hwaddr";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> DAEMONS = List.of("ovsdb-server", "ovs-vswitchd");
    private static final Path FOLDER = Path.of("run/openvswitch");

    /**
     * A bridge.
     *
     * @param testbed the owner; empty for a foreign bridge
     * @param datapath {@link #KERNEL_DATAPATH} or {@link #USERSPACE_DATAPATH}
     * @param mac the configured hardware address; empty if there is none
     * @param ports owning testbed by name of the port
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

    /** Checks the pid file of the distribution's script. */
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
                    "cannot read Open vSwitch's database: " + result.errors().strip(),
                    "check that 'ovs-vsctl show' works");
        }
        return result.output();
    }

    /** Parses two tables of {@code ovs-vsctl --format=json list}: {@code {"headings":…,"data":[…]}}. */
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
                    "cannot read Open vSwitch's database: " + e.getOriginalMessage(),
                    "check that 'ovs-vsctl show' works");
        }
    }

    /** The values of a column: {@code ["set",[…]]}, or a single value. */
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

    /** The value of a key in {@code ["map",[["mqecn","video"]]]}; empty without the key. */
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
     * Chooses the datapath: the kernel's if it has the module.
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
                // Without the tools, this is a plan for another machine, which probably has the module.
                return KERNEL_DATAPATH;
            }
        });
    }
}
