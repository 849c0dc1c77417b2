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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.UserError;

/** Valid and invalid rule files. */
final class RuleFileTest {
    private record InvalidRule(String rule, String place, String failure) {}

    /** Each follows rule {@code web}. */
    private static final List<InvalidRule> BAD = List.of(
            new InvalidRule("x: {}", "3:3", "rule x sets nothing"),
            new InvalidRule("x: {protocol: tcp}", "3:3", "rule x sets nothing"),
            new InvalidRule("x: {dscp: af44}", "3:13", "unknown dscp 'af44'"),
            new InvalidRule("x: {dscp: 64}", "3:13", "dscp 64 is out of range"),
            new InvalidRule("x: {priority: 1:3:4}", "3:17", "'1:3:4' is not a priority"),
            new InvalidRule("x: {priority: 65536}", "3:17", "'65536' is not a priority"),
            new InvalidRule("x: {dscp: ef, prtocol: udp}", "3:17", "unknown key 'prtocol' of a rule"),
            new InvalidRule("x: {dscp: ef, protocol: upd}", "3:27", "unknown protocol 'upd'"),
            new InvalidRule("x: {dscp: ef, direction: outptu}", "3:28", "unknown direction 'outptu'"),
            new InvalidRule(
                    "x: {dscp: ef, source: 10.0.0.0/8, destination: '::1'}",
                    "3:3",
                    "rule x mixes IPv4 and IPv6: no packet is both"),
            new InvalidRule(
                    "x: {dscp: ef, source: [10.0.0.0/8, '::1']}",
                    "3:25",
                    "IPv4 and IPv6 addresses are mixed: 10.0.0.0/8, ::1"),
            new InvalidRule(
                    "x: {dscp: ef, protocol: icmp, source: '::1'}",
                    "3:3",
                    "rule x mixes IPv4 and IPv6: no packet is both"),
            new InvalidRule("x: {dscp: ef, protocol: icmp, source-port: 5}", "3:3", "rule x matches ports of icmp"),
            new InvalidRule("x: {dscp: ef, source-port: [80, 70000]}", "3:30", "'70000' is not a port"),
            new InvalidRule("x: {dscp: ef, source-port: []}", "3:30", "source-port is a list of 0"),
            new InvalidRule("x: {dscp: ef, source-port: htpt}", "3:30", "no service 'htpt' in /etc/services"),
            new InvalidRule(
                    "x: {dscp: ef, source-port: odd}",
                    "3:30",
                    "service 'odd' has several numbers in /etc/services: 512, 513"),
            new InvalidRule("x: {dscp: ef, source-port: 90-80}", "3:30", "the range '90-80' ends before it begins"),
            new InvalidRule("x: {dscp: ef, source-port: '-'}", "3:30", "'-' is not a port"),
            new InvalidRule("x: {dscp: ef, source-port: '1:2:3'}", "3:30", "'1:2:3' is not a port"),
            new InvalidRule("x: {dscp: ef, source: '! 10.0.0.0/8'}", "3:25", "source '! 10.0.0.0/8' is negated"),
            new InvalidRule("x: {dscp: ef, match-dscp: [ef, af14]}", "3:29", "unknown dscp 'af14'"),
            new InvalidRule("x: {dscp: ef, connmark: 0x100000000}", "3:27", "'0x100000000' is not a mark"),
            new InvalidRule("x: {dscp: ef, connmark: 1/0xff}", "3:27", "mark '1/0xff' has a mask"),
            new InvalidRule("x: {dscp: ef, packet-length: 1k}", "3:32", "'1k' is not a packet length"),
            new InvalidRule("x: {dscp: ef, not: {prot: tcp}}", "3:23", "unknown key 'prot' of a negated match"),
            new InvalidRule("x: {dscp: ef, not: {protocol: tpc}}", "3:33", "unknown protocol 'tpc'"),
            new InvalidRule("x: {dscp: ef, not: tcp}", "3:22", "not is 'tcp'"),
            new InvalidRule(
                    "x: {dscp: ef, protocol: tcp, not: {protocol: [tcp, udp]}}",
                    "3:3",
                    "rule x matches no packet: it excludes every protocol"),
            new InvalidRule(
                    "x: {dscp: ef, not: {source-port: ':65535'}}",
                    "3:3",
                    "rule x matches no packet: it excludes every source-port"),
            new InvalidRule(
                    "x: {dscp: ef, source: 10.0.0.0/8, not: {destination: '::1'}}",
                    "3:3",
                    "rule x mixes IPv4 and IPv6: no packet is both"),
            new InvalidRule(
                    "x: {dscp: ef, not: {user: 0}, direction: forward}",
                    "3:3",
                    "rule x matches user, which packets of direction forward do not have"),
            new InvalidRule(
                    "x: {dscp: ef, source: 'file:nowhere.txt'}",
                    "3:25",
                    "cannot read nowhere.txt: no such file or directory"),
            new InvalidRule(
                    "x: {dscp: ef, source: 'file:bad.txt'}", "3:25", "bad.txt:3: '10.0.0.300' is not an IPv4 address"),
            new InvalidRule("x: {dscp: ef, source: 'file:empty.txt'}", "3:25", "empty.txt has no values"),
            new InvalidRule("x: {dscp: ef, user: nobdy}", "3:23", "no user 'nobdy' in /etc/passwd"),
            new InvalidRule(
                    "x: {dscp: ef, user: 0, direction: forward}",
                    "3:3",
                    "rule x matches user, which packets of direction forward do not have"),
            new InvalidRule(
                    "x: {dscp: ef, in-device: eth0}",
                    "3:3",
                    "rule x matches in-device, which packets of direction output do not have"),
            new InvalidRule(
                    "x: {dscp: ef, device: a-name-that-is-too-long}",
                    "3:25",
                    "'a-name-that-is-too-long' is not a valid device"),
            new InvalidRule(
                    "x: {dscp: ef, device: 'eth0\"; flush ruleset; \"'}",
                    "3:25",
                    "'eth0\"; flush ruleset; \"' is not a valid device"),
            new InvalidRule("x: {dscp: ef, cgroup: [a, b]}", "3:25", "a rule matches one cgroup, not a, b"),
            new InvalidRule("a b: {dscp: ef}", "3:3", "'a b' is not a valid rule name"),
            new InvalidRule("web: {dscp: ef}", "3:3", "'web' occurs twice"),
            new InvalidRule(
                    "x: {protocol: tcp, destination-port: 443, dscp: ef}",
                    "3:3",
                    "rule x is shadowed by rule web, which sets different values"),
            new InvalidRule("x: [dscp, ef]", "3:6", "x is a list"));

    @TestFactory
    Stream<DynamicTest> errorsHavePositions() {
        return BAD.stream()
                .map(invalidRule -> DynamicTest.dynamicTest(invalidRule.rule(), () -> {
                    RuleFile file = RuleExamples.file(
                            "rules:\n  web: {protocol: tcp, destination-port: [80, 443], dscp: af21}\n  "
                                    + invalidRule.rule() + "\n");
                    assertEquals(
                            List.of("rules.yaml:" + invalidRule.place() + ": " + invalidRule.failure()),
                            file.problems().stream()
                                    .map(problem -> problem.message().replace(RuleExamples.FOLDER + "/", ""))
                                    .toList());
                    assertTrue(file.validRules().isEmpty());
                    UserError error = assertThrows(UserError.class, file::rules);
                    assertTrue(
                            error.isUsage()
                                    && error.getMessage()
                                            .replace(RuleExamples.FOLDER + "/", "")
                                            .contains(invalidRule.failure()),
                            error.getMessage());
                }));
    }

    @Test
    void reportsAllErrors() {
        assertEquals(
                List.of(2, 3, 3),
                RuleExamples.file(
                                """
                rules:
                  a: {dscp: af99}
                  b: {dscp: ef, protocol: tpc, source: 1.2.3}
                """)
                        .problems()
                        .stream()
                        .map(problem -> problem.location().line())
                        .toList());
    }

    @Test
    void roundTrip() {
        assertEquals(
                RuleExamples.rules(),
                RuleExamples.file(RuleFile.write(RuleExamples.rules())).rules());
    }

    private static String match(String fields) {
        return RuleExamples.rule("x", fields + ", dscp: ef").match().text();
    }

    @Test
    void rangesHaveTwoSpellingsAndOpenEnds() {
        String range = "protocol tcp, source-port 80-90";
        assertEquals(range, match("protocol: tcp, source-port: 80-90"));
        assertEquals(range, match("protocol: TCP, source-port: '80:90'"));
        assertEquals("protocol tcp, source-port 0-1023", match("protocol: tcp, source-port: ':1023'"));
        assertEquals("protocol tcp, source-port 1024-65535", match("protocol: tcp, source-port: '1024:'"));
        assertEquals("protocol tcp, source-port 1024-65535", match("protocol: tcp, source-port: 1024-"));
        assertEquals("source 10.0.0.1-10.0.0.2", match("source: 10.0.0.1-10.0.0.2"));
        assertEquals("match-dscp cs1-cs2", match("match-dscp: 'CS1:16'"));
        assertEquals("packet-length 0-100,1000-4294967295", match("packet-length: [':100', '1000:']"));
    }

    @Test
    void namesOfServicesAndProtocols() {
        assertEquals("protocol tcp, source-port 22,80", match("protocol: tcp, source-port: [www, SSH, http]"));
        assertEquals("protocol tcp, source-port 20", match("protocol: tcp, source-port: ftp-data"));
        assertEquals("protocol tcp, source-port 20-22", match("protocol: tcp, source-port: ftp-data-ssh"));
        assertEquals("protocol tcp, source-port 21-80", match("protocol: tcp, source-port: 'ftp:80'"));
        assertEquals("protocol 47,89", match("protocol: [gre, OSPFIGP]"));
    }

    @Test
    void codePointsAndMarks() {
        assertEquals("match-dscp cs0,va,ef,cs6", match("match-dscp: [EF, voice-admit, 0x30, be]"));
        assertEquals("mark 0x5, connmark 0x10-0x1f", match("mark: 5, connmark: 0x10-0x1f"));
    }

    @Test
    void exclusions() {
        assertEquals(
                "source 10.0.0.0/8, protocol tcp,udp, not source 10.1.0.0/16, not destination-port 22",
                match("source: 10.0.0.0/8, not: {source: 10.1.0.0/16, destination-port: ssh}"));
        assertEquals("not protocol icmp", match("not: {protocol: icmp}"), "which IPv6 packets are not");
        assertEquals(
                List.of(IpFamily.IPV4),
                RuleExamples.rule("x", "not: {source: 10.0.0.0/8}, dscp: ef").families());
        assertEquals(
                List.of(IpFamily.IPV4, IpFamily.IPV6),
                RuleExamples.rule("x", "match-dscp: ef, priority: 1").families(),
                "each family has its own field");
    }

    @Test
    void valuesFromFiles() {
        assertEquals("source 10.0.0.0/8,192.0.2.1", match("source: file:addresses.txt"));
        assertEquals("source 10.0.0.0/8,192.0.2.1,198.51.100.7", match("source: ['file:addresses.txt', 198.51.100.7]"));
    }

    @Test
    void savedRulesMayBeLong() {
        String comment = "# " + "x".repeat(4_000_000) + "\n";
        assertEquals(
                1,
                RuleExamples.file(comment + "rules:\n  a: {dscp: ef}\n").rules().size());
    }

    @Test
    void valuesAreNeeded() {
        assertEquals(
                "source has no value",
                assertThrows(UserError.class, () -> Criterion.SOURCE.parse(List.of()))
                        .getMessage());
    }

    /** Each rule, one that it covers or not, and whether it does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not: {source: 10.0.0.0/8}      | source: 192.0.2.0/24                          | true",
                "not: {source: 10.0.0.0/8}      | source: 10.1.0.0/16                           | false",
                "not: {source: 10.1.0.0/16}     | not: {source: 10.0.0.0/8}                     | true",
                "not: {source: 10.0.0.0/8}      | not: {source: 10.1.0.0/16}                    | false",
                "not: {source: 10.0.0.0/8}      | protocol: tcp                                 | false",
                "source: 10.0.0.0/8             | 'source: 10.0.0.0/8, not: {protocol: tcp}'    | true",
                "not: {device: eth0}            | device: eth1                                  | true",
                "not: {cgroup: a}               | cgroup: a/b                                   | false",
                "not: {connmark: 1-5}           | connmark: 7                                   | true",
                "match-dscp: cs1-cs7            | match-dscp: [af11, ef]                        | true",
            })
    void exclusionsCover(String first, String second, boolean covered) {
        Rule rule = RuleExamples.rule("a", first + ", dscp: ef");
        assertEquals(covered, rule.covers(RuleExamples.rule("b", second + ", dscp: cs1")));
    }

    @Test
    void namesOfRules() {
        List<Rule> rules = Stream.of("Web_1.in-80", "10-voice", "443", "_x", "true", "null", "0x10", "1e3", "on")
                .map(name -> RuleExamples.rule("'" + name + "'", "protocol: " + name.length() + ", dscp: ef"))
                .toList();
        assertEquals(
                rules.stream().map(Rule::name).toList(),
                RuleExamples.file(RuleFile.write(List.copyOf(rules))).validRules().stream()
                        .flatMap(List::stream)
                        .map(Rule::name)
                        .toList());
        for (String bad : List.of("a b", "-x", ".x", "a/b", "é", "a".repeat(65), "a;b", "a#b")) {
            assertThrows(UserError.class, () -> RuleExamples.rule("'" + bad + "'", "dscp: ef"), bad);
        }
    }

    @Test
    void portsDefaultToTcpAndUdp() {
        assertEquals(
                RuleExamples.rule("dns", "source-port: 53, protocol: [udp, tcp], dscp: 10"),
                RuleExamples.rule("dns", "source-port: 53, dscp: af11"));
    }

    @Test
    void redundantRuleIsAWarning() {
        assertEquals(
                List.of("rule b is shadowed by rule a"),
                RuleListValidator.warnings(RuleExamples.file(
                                """
                rules:
                  a: {protocol: [tcp, udp], source: 10.0.0.0/8, dscp: ef}
                  b: {protocol: tcp, source: 10.1.0.0/16, dscp: 46}
                """)
                        .rules()));
    }

    @Test
    void inputRuleIsAWarning() {
        assertTrue(RuleListValidator.warnings(List.of(RuleExamples.rule("late", "direction: input, dscp: ef")))
                .get(0)
                .startsWith("late cannot change the order of packets"));
    }
}
