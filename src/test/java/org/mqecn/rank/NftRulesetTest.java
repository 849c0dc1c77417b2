// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.GoldenFile;
import org.mqecn.rank.NftRuleset.RuleComment;
import org.mqecn.value.UserError;

/** Generated nft input, and parsed nft output. */
final class NftRulesetTest {
    /** {@code nft -n -j list table inet mqecn-rank}, after the rules of {@code rules.yaml} were applied. */
    private static final String CAPTURED = RuleExamples.text("nft-1.0.6.json");

    private static String ruleset(List<Rule> rules) {
        return NftRuleset.of(rules, (rule, ipFamily) -> RuleCounter.ZERO);
    }

    @Test
    void writesOneTransaction() {
        GoldenFile.assertEquals(RuleExamples.FOLDER.resolve("ruleset.nft"), ruleset(RuleExamples.rules()));
    }

    @Test
    void writesAndParsesEachCriterion() {
        List<Rule> rules = RuleExamples.file(RuleExamples.text("match.yaml")).rules();
        GoldenFile.assertEquals(RuleExamples.FOLDER.resolve("match.nft"), ruleset(rules));
        RankTable table = NftTableParser.parse(RuleExamples.text("nft-1.0.6-match.json"));
        assertEquals(rules, table.ruleList());
        assertEquals(List.of(), table.differences());
    }

    private static List<RuleComment> comments(String fields) {
        return NftRuleset.comments(
                ruleset(RuleExamples.file("rules:\n" + fields.indent(2)).rules()));
    }

    private static List<String> losses(String applied, String present) {
        List<Rule> rules = present.isEmpty()
                ? List.of()
                : RuleExamples.file("rules:\n" + present.indent(2)).rules();
        List<RuleComment> found = NftRuleset.comments(ruleset(rules));
        List<RankTable.InstalledRule> installed = IntStream.range(0, rules.size())
                .mapToObj(i -> new RankTable.InstalledRule(
                        rules.get(i),
                        found.get(i),
                        Map.of(IpFamily.IPV4, RuleCounter.ZERO, IpFamily.IPV6, RuleCounter.ZERO)))
                .toList();
        return new RankTable(!installed.isEmpty(), installed, List.of(), Optional.of(comments(applied))).differences();
    }

    @Test
    void comparesWithWhatWasApplied() {
        String web = "web: {protocol: tcp, dscp: ef}\n";
        String dns = "dns: {protocol: udp, dscp: ef}\n";
        String other = "dns: {protocol: udp, dscp: cs1}\n";
        assertEquals(List.of(), losses(web + dns, web + dns));
        assertEquals(List.of("all rules were deleted: web, dns"), losses(web + dns, ""));
        assertEquals(List.of("rule is gone: dns"), losses(web + dns, web));
        assertEquals(List.of("rule was added: dns"), losses(web, web + dns));
        assertEquals(List.of("rule is gone: web", "rule was added: dns"), losses(web, dns));
        assertEquals(List.of("the order of the rules was changed"), losses(web + dns, dns + web));
        assertEquals(List.of("other versions of rules were restored: dns"), losses(web + dns, web + other));
        String many = IntStream.range(0, 8)
                .mapToObj(i -> "r" + i + ": {protocol: " + i + ", dscp: ef}\n")
                .collect(Collectors.joining());
        assertEquals(List.of("all rules were deleted: r0, r1, r2, r3, r4 and 3 more"), losses(many, ""));
    }

    @Test
    void noRulesDeleteTheTable() {
        assertEquals("add table inet mqecn-rank\ndelete table inet mqecn-rank\n", ruleset(List.of()));
    }

    @Test
    void parsesNftOutput() {
        RankTable table = NftTableParser.parse(CAPTURED);
        assertEquals(RuleExamples.rules(), table.ruleList());
        assertEquals(List.of(), table.differences());
    }

    @Test
    void keepsCountersOfUnchangedRules() {
        RankTable table = NftTableParser.parse(
                CAPTURED.replaceFirst("\"packets\": 0, \"bytes\": 0", "\"packets\": 7, \"bytes\": 700"));
        Rule web = table.ruleList().get(0);
        assertEquals(new RuleCounter(7, 700), table.installedRules().get(0).total());
        assertEquals(new RuleCounter(7, 700), table.counterOf(web, IpFamily.IPV4));
        assertEquals(RuleCounter.ZERO, table.counterOf(web, IpFamily.IPV6));
        String text = NftRuleset.of(List.of(web), table::counterOf);
        assertTrue(text.contains("counter packets 7 bytes 700 ip dscp set af21"), text);
        assertTrue(text.contains("counter packets 0 bytes 0 ip6 dscp set af21"), text);
    }

    private record ManualChange(String name, String from, String to, String difference) {}

    /** Manual changes of the table. */
    @TestFactory
    Stream<DynamicTest> detectsManualChanges() {
        return Stream.of(
                        new ManualChange("another DSCP", "\"value\": 18", "\"value\": 26", "foreign rule"),
                        new ManualChange(
                                "another DSCP of the only kind",
                                "\"value\": 48",
                                "\"value\": 26",
                                "rule ping was changed"),
                        new ManualChange("another port", "\"right\": 53", "\"right\": 54", "rule dns was changed"),
                        new ManualChange(
                                "another operator",
                                "==(\", \"left\": \\{\"meta\": \\{\"key\": \"skuid)",
                                "!=$1",
                                "foreign rule"),
                        new ManualChange("another verdict", "\"accept\": null", "\"drop\": null", "foreign rule"),
                        new ManualChange("another comment", "web 1/8 c2756402", "mine", "foreign rule"),
                        new ManualChange("another matter", "\"skuid\"", "\"mark\"", "foreign rule"),
                        new ManualChange("another policy", "\"accept\"}", "\"drop\"}", "chain output was changed"),
                        new ManualChange(
                                "another place",
                                "\"hook\": \"forward\"",
                                "\"hook\": \"postrouting\"",
                                "chain forward was changed"),
                        new ManualChange(
                                "a rule for one kind of packets is gone",
                                "\\{\"rule\":[^}]*\"comment\": \"web 1/8 c2756402\".*?\"accept\": null}]}}, ",
                                "",
                                "rule web was changed"),
                        new ManualChange(
                                "a rule is gone",
                                "\\{\"rule\":[^}]*\"comment\": \"dns.*?\"accept\": null}]}}, ",
                                "",
                                "1 of 8 rules is gone"),
                        new ManualChange(
                                "all rules were deleted", "(?s), \\{\"rule\".*", "]}", "all rules were deleted"),
                        new ManualChange(
                                "a set",
                                "\\{\"rule\"",
                                "{\"set\": {\"name\": \"mine\"}}, {\"rule\"",
                                "foreign set 'mine'"),
                        new ManualChange(
                                "a chain",
                                "\\{\"rule\"",
                                "{\"chain\": {\"name\": \"mine\"}}, {\"rule\"",
                                "chain mine was changed"))
                .map(manualChange -> DynamicTest.dynamicTest(manualChange.name(), () -> {
                    String changed = CAPTURED.replaceFirst(manualChange.from(), manualChange.to());
                    assertTrue(!changed.equals(CAPTURED), "the fixture has no " + manualChange.from());
                    List<String> differences = NftTableParser.parse(changed).differences();
                    assertTrue(
                            differences.stream().anyMatch(each -> each.contains(manualChange.difference())),
                            differences.toString());
                }));
    }

    @Test
    void invalidJson() {
        assertTrue(assertThrows(UserError.class, () -> NftTableParser.parse("JSON support not compiled-in"))
                .getMessage()
                .startsWith("cannot parse nft"));
    }
}
