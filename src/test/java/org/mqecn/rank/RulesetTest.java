// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mqecn.cli.Golden;
import org.mqecn.port.UserError;

/** What nft is told, and what is read from what it prints. */
final class RulesetTest {
    /** {@code nft -n -j list table inet mqecn-rank}, after the rules of {@code rules.yaml} were applied. */
    private static final String CAPTURED = Examples.text("nft-1.0.6.json");

    private static String ruleset(List<Rule> rules) {
        return Ruleset.of(rules, (rule, family) -> Count.NONE);
    }

    @Test
    void theTableIsWrittenAsOneTransaction() {
        Golden.assertEquals(Examples.FOLDER.resolve("ruleset.nft"), ruleset(Examples.rules()));
    }

    @Test
    void withoutRulesThereIsNoTable() {
        assertEquals("add table inet mqecn-rank\ndelete table inet mqecn-rank\n", ruleset(List.of()));
    }

    @Test
    void whatNftPrintsAreTheRulesThatItWasGiven() {
        RankTable table = TableParser.parse(CAPTURED);
        assertEquals(Examples.rules(), table.ruleList());
        assertEquals(List.of(), table.differences());
    }

    @Test
    void aRuleThatStaysKeepsWhatItHasCountedOfEachKind() {
        RankTable table = TableParser.parse(CAPTURED.replaceFirst("\"packets\": 0, \"bytes\": 0",
                "\"packets\": 7, \"bytes\": 700"));
        Rule web = table.ruleList().get(0);
        assertEquals(new Count(7, 700), table.rules().get(0).count());
        assertEquals(new Count(7, 700), table.kept(web, Family.IPV4));
        assertEquals(Count.NONE, table.kept(web, Family.IPV6));
        String text = Ruleset.of(List.of(web), table::kept);
        assertTrue(text.contains("counter packets 7 bytes 700 ip dscp set af21"), text);
        assertTrue(text.contains("counter packets 0 bytes 0 ip6 dscp set af21"), text);
    }

    private record Hand(String name, String from, String to, String difference) {}

    /** What somebody could have done by hand. */
    @TestFactory
    Stream<DynamicTest> whatSomebodyElseHasChangedIsSeen() {
        return Stream.of(
                new Hand("another DSCP", "\"value\": 18", "\"value\": 26", "rule that is not mqecn's"),
                new Hand("another DSCP of the only kind", "\"value\": 48", "\"value\": 26", "rule ping was changed"),
                new Hand("another port", "\"right\": 53", "\"right\": 54", "rule dns was changed"),
                new Hand("another operator", "==(\", \"left\": \\{\"meta\": \\{\"key\": \"skuid)", "!=$1",
                        "rule that is not mqecn's"),
                new Hand("another verdict", "\"accept\": null", "\"drop\": null", "rule that is not mqecn's"),
                new Hand("another comment", "web 1/8 c2756402", "mine", "rule that is not mqecn's"),
                new Hand("another matter", "\"skuid\"", "\"mark\"", "rule that is not mqecn's"),
                new Hand("another policy", "\"accept\"}", "\"drop\"}", "chain output is not mqecn's"),
                new Hand("another place", "\"hook\": \"forward\"", "\"hook\": \"postrouting\"",
                        "chain forward is not mqecn's"),
                new Hand("a rule for one kind of packets is gone",
                        "\\{\"rule\":[^}]*\"comment\": \"web 1/8 c2756402\".*?\"accept\": null}]}}, ", "",
                        "rule web was changed"),
                new Hand("a rule is gone", "\\{\"rule\":[^}]*\"comment\": \"dns.*?\"accept\": null}]}}, ", "",
                        "1 of 8 rules is gone"),
                new Hand("all rules are gone", "(?s), \\{\"rule\".*", "]}", "all rules are gone"),
                new Hand("a set", "\\{\"rule\"", "{\"set\": {\"name\": \"mine\"}}, {\"rule\"", "there is a set 'mine'"),
                new Hand("a chain", "\\{\"rule\"", "{\"chain\": {\"name\": \"mine\"}}, {\"rule\"",
                        "chain mine is not mqecn's"))
                .map(hand -> DynamicTest.dynamicTest(hand.name(), () -> {
                    String changed = CAPTURED.replaceFirst(hand.from(), hand.to());
                    assertTrue(!changed.equals(CAPTURED), "the fixture has no " + hand.from());
                    List<String> differences = TableParser.parse(changed).differences();
                    assertTrue(differences.stream().anyMatch(each -> each.contains(hand.difference())),
                            differences.toString());
                }));
    }

    @Test
    void whatIsNotJsonIsAnErrorOfNfts() {
        assertTrue(assertThrows(UserError.class, () -> TableParser.parse("JSON support not compiled-in")).getMessage()
                .startsWith("cannot read what nft prints"));
    }
}
