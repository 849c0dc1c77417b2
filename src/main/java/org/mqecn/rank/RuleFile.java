// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mqecn.document.Filled;
import org.mqecn.document.Located;
import org.mqecn.document.Place;
import org.mqecn.document.Problem;
import org.mqecn.document.Problems;
import org.mqecn.document.Schema;
import org.mqecn.document.TextFile;
import org.mqecn.document.Tree;
import org.mqecn.document.Value;
import org.mqecn.document.Value.Entry;
import org.mqecn.document.Value.Items;
import org.mqecn.document.Value.Mapping;
import org.mqecn.document.Value.Scalar;
import org.mqecn.document.Yaml;
import org.mqecn.port.UserError;
import org.mqecn.rank.Words.OfFile;
import org.mqecn.rank.Words.OfRule;

/**
 * A file of rules and what it says.
 *
 * @param name of the file as messages have it
 * @param complete the rules in their order; empty where the file has errors
 * @param problems errors and warnings, in the order of the file
 */
public record RuleFile(String name, Optional<List<Rule>> complete, List<Problem> problems) {
    private static final String ABOUT = "mqecn-rank(5)";

    /**
     * Reads a file.
     *
     * @throws UserError where it cannot be read at all
     */
    public static RuleFile read(Path file, Users users) {
        return of(file.toString(), TextFile.read(file, ABOUT), users);
    }

    /** Reads a text. */
    public static RuleFile of(String file, String text, Users users) {
        Problems problems = new Problems();
        Optional<List<Rule>> rules = Yaml.read(file, text, problems)
                .flatMap(value -> OfFile.FORM.read("a file of rules", value, problems))
                .flatMap(words -> words.get(OfFile.RULES))
                .map(named -> rules(named, new RuleMaker(users), problems));
        return new RuleFile(file, problems.hasErrors() ? Optional.empty() : rules, problems.list());
    }

    /** Whether a file is meant to be one of rules. */
    public static boolean isRules(Path file) {
        return Yaml.read(file.toString(), TextFile.read(file, ABOUT), new Problems())
                .flatMap(value -> Tree.get(value, "rules")).isPresent();
    }

    private static List<Rule> rules(Map<Located<String>, Filled> named, RuleMaker maker, Problems problems) {
        List<Rule> rules = new ArrayList<>();
        named.forEach((name, words) -> rule(name, words, maker, problems).ifPresent(rule -> {
            Rules.contradiction(rules, rule).ifPresent(error -> problems.error(name.place(), error));
            rules.add(rule);
        }));
        return rules;
    }

    private static Optional<Rule> rule(Located<String> name, Filled words, RuleMaker maker, Problems problems) {
        Problems own = new Problems();
        RuleMaker.Draft draft = maker.draft(name.value(), words.get(OfRule.DIRECTION).orElse(Direction.OUTPUT));
        OfRule.CRITERIA.forEach((criterion, key) -> words.get(key).ifPresent(
                list -> own.at(words.placeOf(key), () -> draft.ask(criterion, list))));
        words.get(OfRule.DSCP).ifPresent(word -> own.at(words.placeOf(OfRule.DSCP), () -> draft.dscp(word)));
        words.get(OfRule.PRIORITY).ifPresent(word ->
                own.at(words.placeOf(OfRule.PRIORITY), () -> draft.priority(word)));
        Optional<Rule> rule = own.hasErrors() ? Optional.empty()
                : own.at(name.place(), () -> Optional.of(draft.rule()), Optional.empty());
        problems.addAll(own);
        return rule;
    }

    /**
     * The rules.
     *
     * @throws UserError the first error of the file, where it has any
     */
    public List<Rule> rules() {
        return complete.orElseThrow(() -> Problems.first(name, problems));
    }

    /** The JSON schema of such files. */
    public static Map<String, Object> schema() {
        return Schema.of(OfFile.FORM);
    }

    /** The text of a file that has these rules. */
    public static String write(List<Rule> rules) {
        Mapping named = mapping(rules.stream().map(rule -> entry(rule.name(), document(rule))).toList());
        return Yaml.write(mapping(List.of(entry(OfFile.RULES.name(), named))));
    }

    private static Mapping document(Rule rule) {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry(OfRule.DIRECTION.name(), word(rule.direction().word())));
        rule.match().forEach((criterion, values) -> entries.add(entry(criterion.key(), words(values.words()))));
        rule.dscp().ifPresent(dscp -> entries.add(entry(OfRule.DSCP.name(), word(dscp.toString()))));
        rule.priority().ifPresent(priority -> entries.add(entry(OfRule.PRIORITY.name(), word(priority.toString()))));
        return mapping(entries);
    }

    private static Value words(List<String> words) {
        return words.size() == 1 ? word(words.get(0))
                : new Items(nowhere(), words.stream().map(RuleFile::word).toList());
    }

    private static Value word(String word) {
        return new Scalar(nowhere(), word, word.matches("\\d+") ? Scalar.Type.NUMBER : Scalar.Type.TEXT);
    }

    private static Mapping mapping(List<Entry> entries) {
        return new Mapping(nowhere(), entries);
    }

    private static Entry entry(String key, Value value) {
        return new Entry(new Located<>(key, nowhere()), value);
    }

    private static Place nowhere() {
        return new Place("", 1, 1);
    }
}
