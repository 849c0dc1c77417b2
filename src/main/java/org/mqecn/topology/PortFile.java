// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import static org.mqecn.schema.YamlNodes.entry;
import static org.mqecn.schema.YamlNodes.mapping;
import static org.mqecn.schema.YamlNodes.scalar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.port.Assignment;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;
import org.mqecn.port.Setting;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.Key;
import org.mqecn.schema.Located;
import org.mqecn.schema.ObjectSchema;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.ValueType;
import org.mqecn.schema.ValueTypes;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNode.Scalar;
import org.mqecn.schema.YamlTree;

/**
 * A file of ports, with the keys of testbed files.
 *
 * @param name of the file in messages
 * @param ports in the order of the file, without those that have errors
 * @param problems in the order of the file
 */
public record PortFile(String name, List<PortSpec> ports, List<Problem> problems) {
    private static final String MAN_PAGE = "mqecn-ports(5)";

    private static final Key<Optional<QdiscRequest>> QDISC = Key.required(
            "qdisc",
            new PortQdiscType(),
            "queueing discipline: dwrr or eiffel with their settings, or kernel-default for no port",
            "{dwrr: {rate: 995mbit, ecn-scheme: mq-ecn}}");
    private static final Key<Map<Located<String>, ParsedObject>> PORTS = Key.required(
            "ports",
            ValueTypes.mapping(TestbedSchema.DEVICE_NAME, ObjectSchema.of("port", List.of(QDISC))),
            "ports, by the names of their devices",
            "{eth1: {qdisc: {dwrr: {rate: 995mbit}}}}");
    private static final ObjectSchema SCHEMA = ObjectSchema.of("file of ports", List.of(PORTS));

    /**
     * Reads a file.
     *
     * @throws UserError if the file cannot be read
     */
    public static PortFile read(Path file) {
        return of(file.toString(), TextFile.read(file, MAN_PAGE));
    }

    /** Reads a text. */
    public static PortFile of(String file, String text) {
        Problems problems = new Problems();
        List<PortSpec> ports = new ArrayList<>();
        Yaml.read(file, text, problems)
                .flatMap(yamlNode -> SCHEMA.read("a file of ports", yamlNode, problems))
                .ifPresent(parsed -> parsed.require(PORTS)
                        .forEach((device, port) -> ports.add(new PortSpec(device, port.require(QDISC)))));
        return new PortFile(file, List.copyOf(ports), problems.list());
    }

    /** Whether a file is probably a file of ports. */
    public static boolean isPortFile(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, MAN_PAGE), new Problems())
                .flatMap(yamlNode -> YamlTree.get(yamlNode, PORTS.name()))
                .isPresent();
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return JsonSchema.of(SCHEMA);
    }

    /** The ports; empty if the file has errors. */
    public Optional<List<PortSpec>> validPorts() {
        return problems.stream().allMatch(Problem::warning) ? Optional.of(ports) : Optional.empty();
    }

    /** Formats ports as the text of a file. */
    public static String write(List<PortSpec> ports) {
        return Yaml.write(mapping(List.of(entry(
                PORTS.name(),
                mapping(ports.stream()
                        .map(port -> entry(
                                port.name(),
                                mapping(List.of(entry(
                                        QDISC.name(),
                                        port.request()
                                                .map(PortFile::toYaml)
                                                .orElseGet(() -> scalar(TestbedSchema.KERNEL_DEFAULT)))))))
                        .toList())))));
    }

    private static YamlNode toYaml(QdiscRequest request) {
        Map<Setting, List<Assignment>> bySetting = new LinkedHashMap<>();
        request.assignments().forEach(each -> bySetting
                .computeIfAbsent(each.setting(), any -> new ArrayList<>())
                .add(each));
        List<MappingEntry> settings = new ArrayList<>();
        bySetting.forEach(
                (setting, values) -> settings.add(entry(setting.key(), toYaml(setting, values, request.queueCount()))));
        return mapping(List.of(entry(request.kind().keyword(), mapping(settings))));
    }

    /** A value, or a mapping from queues to values; one value if all queues have the same. */
    private static YamlNode toYaml(Setting setting, List<Assignment> values, int queues) {
        boolean isOne = !setting.isPerQueue()
                || !setting.isCodePoints()
                        && (values.size() == queues || values.equals(List.of(forAll(values.get(0)))))
                        && values.stream().map(Assignment::value).distinct().count() == 1;
        return isOne
                ? scalar(text(values.get(0)))
                : mapping(values.stream()
                        .map(each -> entry(
                                each.queue() == Assignment.ALL_QUEUES
                                        ? Assignment.ALL_KEYWORD
                                        : Integer.toString(each.queue()),
                                scalar(text(each))))
                        .toList());
    }

    private static Assignment forAll(Assignment assignment) {
        return new Assignment(assignment.setting(), Assignment.ALL_QUEUES, assignment.value());
    }

    private static String text(Assignment assignment) {
        return assignment.setting().quantity().format(assignment.value());
    }

    /** A queueing discipline of a port, or the kernel's default. */
    private record PortQdiscType() implements ValueType<Optional<QdiscRequest>> {
        @Override
        public String expected() {
            return TestbedSchema.KERNEL_DEFAULT + ", or " + QdiscSchema.PORT_CHOICE.expected();
        }

        @Override
        public Optional<Optional<QdiscRequest>> read(String key, YamlNode yamlNode, Problems problems) {
            if (yamlNode instanceof Scalar scalar && scalar.text().equals(TestbedSchema.KERNEL_DEFAULT)) {
                return Optional.of(Optional.empty());
            }
            Problems own = new Problems();
            Optional<QdiscRequest> request =
                    QdiscSchema.PORT_CHOICE.read(key, yamlNode, own).flatMap(choice -> request(choice, own));
            problems.addAll(own);
            return request.map(Optional::of);
        }

        private static Optional<QdiscRequest> request(ParsedObject choice, Problems problems) {
            Key<?> key = choice.keys().iterator().next();
            ParsedObject parsed = (ParsedObject) choice.get(key).orElseThrow();
            QdiscKind kind = QdiscKind.parse(key.name());
            List<Assignment> assignments = QdiscSchema.assignments(parsed);
            Optional<Setting> missing = kind.requiredSetting()
                    .filter(setting -> assignments.stream().noneMatch(each -> each.setting() == setting));
            if (missing.isPresent()) {
                problems.errorIfFirst(
                        parsed.location(),
                        "this " + kind.keyword() + " has no " + missing.get().key(),
                        "write for example " + missing.get().key() + ": "
                                + missing.get().quantity().example());
                return Optional.empty();
            }
            return problems.capture(
                    parsed.location(),
                    () -> {
                        QdiscRequest request = new QdiscRequest(kind, assignments);
                        request.validateNew();
                        return Optional.of(request);
                    },
                    Optional.empty());
        }

        @Override
        public Map<String, Object> schema(JsonSchema.SchemaDefinitions schemaDefinitions) {
            return JsonSchema.orderedMap(
                    "anyOf",
                    List.of(
                            Map.of("enum", List.of(TestbedSchema.KERNEL_DEFAULT)),
                            QdiscSchema.PORT_CHOICE.schema(schemaDefinitions)));
        }
    }
}
