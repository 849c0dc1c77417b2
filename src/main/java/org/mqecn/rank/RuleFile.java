// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.mqecn.schema.YamlNodes.entry;
import static org.mqecn.schema.YamlNodes.mapping;
import static org.mqecn.schema.YamlNodes.scalar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mqecn.rank.RuleSchema.RuleFileKeys;
import org.mqecn.rank.RuleSchema.RuleKeys;
import org.mqecn.schema.JsonSchema;
import org.mqecn.schema.Located;
import org.mqecn.schema.ParsedObject;
import org.mqecn.schema.Problem;
import org.mqecn.schema.Problems;
import org.mqecn.schema.TextFile;
import org.mqecn.schema.Yaml;
import org.mqecn.schema.YamlNode;
import org.mqecn.schema.YamlNode.Mapping;
import org.mqecn.schema.YamlNode.MappingEntry;
import org.mqecn.schema.YamlNodes;
import org.mqecn.schema.YamlTree;
import org.mqecn.value.UserError;

/**
 * A parsed file of rules.
 *
 * @param name name of the file in messages
 * @param validRules the rules in order; empty if the file has errors
 * @param problems errors and warnings in the order of the file
 */
public record RuleFile(String name, Optional<List<Rule>> validRules, List<Problem> problems) {
    private static final String MAN_PAGE = "mqecn-rank(5)";

    /** @throws UserError if the file cannot be read */
    public static RuleFile read(Path file, NameDatabase names) {
        return of(file.toString(), TextFile.read(file, MAN_PAGE), names);
    }

    public static RuleFile of(String file, String text, NameDatabase names) {
        Problems problems = new Problems();
        Optional<List<Rule>> rules = Yaml.read(file, text, problems)
                .flatMap(yamlNode -> RuleFileKeys.SCHEMA.read("rule file", yamlNode, problems))
                .flatMap(object -> object.get(RuleFileKeys.RULES))
                .map(named -> rules(named, new RuleParser(names, folderOf(file)), problems));
        return new RuleFile(file, problems.hasErrors() ? Optional.empty() : rules, problems.list());
    }

    /** Files with values are searched for here. */
    private static Path folderOf(String file) {
        return Optional.ofNullable(Path.of(file).getParent()).orElse(Path.of(""));
    }

    /** Whether a file is probably a file of rules. */
    public static boolean isRuleFile(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, MAN_PAGE), new Problems())
                .flatMap(yamlNode -> YamlTree.get(yamlNode, "rules"))
                .isPresent();
    }

    private static List<Rule> rules(Map<Located<String>, ParsedObject> named, RuleParser maker, Problems problems) {
        List<Rule> rules = new ArrayList<>();
        named.forEach((name, object) -> rule(name, object, maker, problems).ifPresent(rule -> {
            RuleListValidator.findContradiction(rules, rule).ifPresent(error -> problems.error(name.location(), error));
            rules.add(rule);
        }));
        return rules;
    }

    private static Optional<Rule> rule(Located<String> name, ParsedObject object, RuleParser maker, Problems problems) {
        Problems own = new Problems();
        RuleParser.Builder builder =
                maker.builder(name.value(), object.get(RuleKeys.DIRECTION).orElse(Direction.OUTPUT));
        readCriteria(object, builder::match, own);
        object.get(RuleKeys.NOT).ifPresent(excluded -> readCriteria(excluded, builder::exclude, own));
        object.get(RuleKeys.DSCP)
                .ifPresent(text -> own.capture(object.locationOf(RuleKeys.DSCP), () -> builder.dscp(text)));
        object.get(RuleKeys.PRIORITY)
                .ifPresent(text -> own.capture(object.locationOf(RuleKeys.PRIORITY), () -> builder.priority(text)));
        Optional<Rule> rule = own.hasErrors()
                ? Optional.empty()
                : own.capture(name.location(), () -> Optional.of(builder.build()), Optional.empty());
        problems.addAll(own);
        return rule;
    }

    private static void readCriteria(
            ParsedObject object, BiConsumer<Criterion, List<String>> target, Problems problems) {
        RuleKeys.CRITERIA.forEach((criterion, key) -> object.get(key)
                .ifPresent(list -> problems.capture(object.locationOf(key), () -> target.accept(criterion, list))));
    }

    /** @throws UserError the first error of the file, if it has any */
    public List<Rule> rules() {
        return validRules.orElseThrow(() -> Problems.toUserError(name, problems));
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return JsonSchema.of(RuleFileKeys.SCHEMA);
    }

    /** Formats rules as the text of a file. */
    public static String write(List<Rule> rules) {
        Mapping named = mapping(
                rules.stream().map(rule -> entry(rule.name(), toMapping(rule))).toList());
        return Yaml.write(mapping(List.of(entry(RuleFileKeys.RULES.name(), named))));
    }

    private static Mapping toMapping(Rule rule) {
        List<MappingEntry> entries = new ArrayList<>();
        entries.add(entry(RuleKeys.DIRECTION.name(), scalar(rule.direction().keyword())));
        entries.addAll(criteria(rule.match().requiredLiterals()));
        if (!rule.match().excluded().isEmpty()) {
            entries.add(entry(RuleKeys.NOT.name(), mapping(criteria(rule.match().excludedLiterals()))));
        }
        rule.dscp().ifPresent(dscp -> entries.add(entry(RuleKeys.DSCP.name(), scalar(dscp.toString()))));
        rule.priority()
                .ifPresent(priority -> entries.add(entry(RuleKeys.PRIORITY.name(), scalar(priority.toString()))));
        return mapping(entries);
    }

    private static List<MappingEntry> criteria(Map<String, List<String>> literals) {
        return literals.entrySet().stream()
                .map(criterion -> entry(criterion.getKey(), scalarOrList(criterion.getValue())))
                .toList();
    }

    private static YamlNode scalarOrList(List<String> literals) {
        return literals.size() == 1 ? scalar(literals.get(0)) : YamlNodes.list(literals);
    }
}
