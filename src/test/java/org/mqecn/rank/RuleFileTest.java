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
import org.mqecn.schema.Problem;
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
            new InvalidRule("X: {dscp: ef}", "3:3", "'X' is not a valid rule name"),
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
                            file.problems().stream().map(Problem::message).toList());
                    assertTrue(file.validRules().isEmpty());
                    UserError error = assertThrows(UserError.class, file::rules);
                    assertTrue(
                            error.isUsage() && error.getMessage().contains(invalidRule.failure()), error.getMessage());
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
