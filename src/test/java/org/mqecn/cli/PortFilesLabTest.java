// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.Guest;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/** A script prints the sections that a test checks, separated by lines of three dashes. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Ports in files")
final class PortFilesLabTest {
    private static final Guest GUEST = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);

    /** Between fail and real, tc does what a test needs and then what it always does. */
    private static final String PROLOGUE =
            """
            exec 2>&1
            for i in 1 2 3; do ip link add eth$i type dummy; ip link set eth$i up; done
            next() { echo ---; }
            say() { "$@" && status=0 || status=$?; echo "[$status]"; }
            kinds() { tc qdisc show | grep -o '\\(dwrr\\|eiffel\\|fq\\) [0-9a-f]*: dev eth[0-9]' | sort -k 4; }
            rates() { mqecn get -o json | jq -r '.[] | select(.device) | "\\(.device) \\(.rate_bits_per_second)"'; }
            both() { printf 'ports:\\n  eth1: {qdisc: {dwrr: {rate: %s}}}\\n  eth2: {qdisc: {dwrr: {rate: %s}}}\\n' $1 $1; }
            tc_first() { mkdir -p /run/bin; real=$(command -v tc)
                printf '#!/bin/sh\\n%s\\nexec %s "$@"\\n' "$1" $real >/run/bin/tc; chmod +x /run/bin/tc; }
            faked() { PATH=/run/bin:$PATH "$@"; }
            """;

    @TempDir
    private Path out;

    private List<String> outputSections(String script) {
        GuestResult result = GUEST.run(GuestSpec.shell(PROLOGUE + script, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        return Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();
    }

    @Test
    @DisplayName("save writes ports, diff compares them, apply changes what differs, edit does both")
    void saveDiffApplyEdit() {
        List<String> answers = outputSections(
                """
                mkdir -p /etc/mqecn
                mqecn install eth1 --rate 995mbit --ecn-scheme mq-ecn --quantum 0:3076 --queues 4 >/dev/null
                mqecn install eth2 --qdisc eiffel --policy strict --maxrate 10mbit >/dev/null
                mqecn set eth2 pacing off >/dev/null 2>&1
                say mqecn save; say mqecn save; next
                say mqecn diff; say mqecn apply; next
                ping -qc 1 -I eth1 192.0.2.1 >/dev/null 2>&1
                mqecn set eth1 rate 500mbit dscp 3:ef >/dev/null; mqecn remove eth2 >/dev/null 2>&1
                say mqecn diff; next
                say mqecn diff eth2 -o json; next
                say mqecn apply --dry-run; kinds; next
                before=$(tc -s qdisc show dev eth1 | grep Sent)
                say mqecn apply; [ "$before" = "$(tc -s qdisc show dev eth1 | grep Sent)" ] && echo counters kept; next
                say mqecn diff; next
                F=/etc/mqecn/ports.d/eth1.yaml
                export EDITOR='sed -i -e s/995mbit/2gbit/ -e s/queues:.4/queues:\\ 8/'
                say mqecn edit eth1; grep -E 'rate|queues' $F; kinds; next
                export EDITOR='sed -i s/2gbit/2gbt/'
                say mqecn edit eth1 </dev/null; grep rate $F; next
                printf 'case $(cat $1) in *2gbt*) sed -i s/2gbt/3gbit/ $1;; *) sed -i s/2gbit/2gbt/ $1;; esac' >/run/editor
                export EDITOR='sh /run/editor'
                echo y | say mqecn edit eth1; grep rate: $F; next
                export EDITOR='sed -i s/3gbit/4gbit/'
                say mqecn edit eth1 --confirm 60s | tail -n 3; rates | grep eth1; grep rate: $F; next
                say mqecn confirm; grep rate: $F; next
                export EDITOR='sed -i s/4gbit/5gbit/'
                mqecn edit eth1 --confirm 2s >/dev/null; sleep 8; rates | grep eth1; grep rate: $F
                sed -i s/4gbit/3gbit/ $F; mqecn apply >/dev/null; next
                export EDITOR=true; say mqecn edit eth1; next
                export EDITOR='sed -i s/eth1:/eth3:/'; say mqecn edit -f $F; next
                say mqecn save eth1; next
                say mqecn remove eth3; mqecn set ecn-scheme tcn >/dev/null; next
                say mqecn remove eth1; next
                """);
        assertEquals(
                "saved to /etc/mqecn/ports.d/eth1.yaml, /etc/mqecn/ports.d/eth2.yaml\n[0]\n"
                        + "mqecn: nothing to change: /etc/mqecn/ports.d/eth1.yaml, /etc/mqecn/ports.d/eth2.yaml are up to date\n[3]",
                answers.get(0));
        assertEquals("[0]\nmqecn: nothing to change: all ports are as specified\n[0]", answers.get(1));
        assertEquals(
                """
                device  setting  kernel          file
                eth1    rate     500mbit         995mbit
                eth1    dscp 3   46              3
                eth2    qdisc    kernel-default  eiffel
                [1]"""
                        .replaceAll(" +", " "),
                answers.get(2).replaceAll(" +", " "));
        assertEquals(
                "[{\"device\":\"eth2\",\"setting\":\"qdisc\",\"kernel\":\"kernel-default\",\"file\":\"eiffel\"}]\n[1]",
                answers.get(3).replaceAll("(?m)[\\n ]+(?!\\[1)", ""));
        assertTrue(answers.get(4).contains("root handle 1: dwrr rate 995mbit dscp 3:3\n"), answers.get(4));
        assertTrue(answers.get(4).endsWith("[0]\ndwrr 1: dev eth1"), answers.get(4));
        assertEquals(
                "eth1: rate 995mbit dscp 3:3\neth2: port installed: eiffel\n[0]\ncounters kept",
                withoutWarnings(answers.get(5)));
        assertEquals("[0]", answers.get(6));
        assertEquals(
                "device setting kernel file\neth1 queues 4 8\n"
                        + "eth1: port replaced, its counters start at 0: dwrr with 8 queues\n[0]\n"
                        + "rate: 2gbit\nqueues: 8\ndwrr 2: dev eth1\neiffel 1: dev eth2",
                withoutWarnings(answers.get(7)));
        assertTrue(
                answers.get(8).contains("eth1.yaml:6:15: rate '2gbt' has the unknown unit 'gbt'")
                        && answers.get(8).contains("eth1.yaml and the ports are unchanged")
                        && answers.get(8).endsWith("[1]\n        rate: 2gbit"),
                answers.get(8));
        assertTrue(answers.get(9).contains("Edit again?"), answers.get(9));
        assertTrue(answers.get(9).contains("eth1: rate 3gbit\n[0]\n"), answers.get(9));
        assertTrue(answers.get(9).endsWith("rate: 3gbit"), answers.get(9));
        assertTrue(
                answers.get(10)
                        .matches("(?s).*undone in 60 s, unless 'mqecn confirm' confirms it; that saves "
                                + "/etc/mqecn/ports.d/eth1.yaml\n\\[0]\neth1 4000000000\n +rate: 3gbit"),
                answers.get(10));
        assertEquals("confirmed: eth1\n/etc/mqecn/ports.d/eth1.yaml saved\n[0]\n        rate: 4gbit", answers.get(11));
        assertEquals("eth1 4000000000\n        rate: 4gbit", answers.get(12).replaceAll("(?s).*(?=eth1 4)", ""));
        assertEquals("mqecn: nothing to change: /etc/mqecn/ports.d/eth1.yaml was not edited\n[3]", answers.get(13));
        assertTrue(answers.get(14).contains("eth3: port installed: dwrr with 8 queues"), answers.get(14));
        assertTrue(answers.get(14).contains("eth1 is no longer in /etc/mqecn/ports.d/eth1.yaml"), answers.get(14));
        assertTrue(answers.get(15).contains("eth1.yaml also has eth3"), answers.get(15));
        assertTrue(
                answers.get(16).contains("eth3 comes back at the next boot: it is in /etc/mqecn/ports.d/eth1.yaml"),
                answers.get(16));
        assertTrue(answers.get(17).contains("the defaults for new ports: ecn-scheme tcn"), answers.get(17));
    }

    private static String withoutWarnings(String text) {
        return text.replaceAll("(?m)^mqecn: warning.*\n", "")
                .replaceAll("(?m)^ +", "")
                .replaceAll(" +", " ");
    }

    @Test
    @DisplayName("apply changes all or nothing, one process at a time, and undoes what nobody confirms")
    void allOrNothing() {
        List<String> answers = outputSections(
                """
                printf 'ports: {eth1: {qdisc: {dwrr: {rate: 1gbit}}}, eth2: {qdisc: {dwrr: {rate: 1gbt}}}}' >/run/bad1.yaml
                printf 'ports: {eth1: {qdisc: eiffel}, eth3: {qdisc: {dwrr: {}}}}' >/run/bad2.yaml
                say mqecn apply -f /run/bad1.yaml -f /run/bad2.yaml; say mqecn diff -f /run/bad1.yaml; kinds; next
                tc qdisc add dev eth2 root handle 5: fq
                printf 'ports: {eth1: {qdisc: eiffel}, eth2: {qdisc: eiffel}, eth8: {qdisc: eiffel}}' >/run/bad3.yaml
                say mqecn apply -f /run/bad3.yaml; kinds; tc qdisc del dev eth2 root; next
                both 1gbit >/run/1g.yaml; both 2gbit >/run/2g.yaml
                printf 'ports: {eth3: {qdisc: kernel-default}}' >/run/eth3.yaml
                tc_first 'case "$*" in *"dev eth2"*) echo "RTNETLINK answers: No space left" >&2; exit 2;; esac'
                say faked mqecn apply -f /run/1g.yaml; kinds; next
                tc_first 'case "$*" in *"dev eth2"*) ip link del eth2;; esac'
                say faked mqecn apply -f /run/1g.yaml; kinds; find /run/mqecn -name '[0-9]*' -type f; next
                ip link add eth2 type dummy; ip link set eth2 up
                tc_first 'sleep 1'
                faked mqecn apply -f /run/1g.yaml >/dev/null 2>&1 & one=$!
                faked mqecn apply -f /run/2g.yaml >/dev/null 2>&1 & two=$!
                wait $one; echo $?; wait $two; echo $?
                rates | cut -d' ' -f2 | uniq -c | awk '{print $1}'; next
                mqecn apply -f /run/1g.yaml >/dev/null 2>&1
                script -qfc 'mqecn apply -f /run/2g.yaml --confirm 8s; sleep 99' /run/terminal >/dev/null & terminal=$!
                until grep -qs confirms /run/terminal; do sleep 0.2; done
                { kill -9 $terminal; wait $terminal; } 2>/dev/null; rates; say mqecn apply -f /run/1g.yaml; say mqecn confirm --dry-run | tail -n 1
                sleep 20; rates; cat /run/mqecn/ports/*/roll-back.log; next
                say mqecn confirm; next
                tc_first 'case "$*" in *"dev eth2"*) [ -e /run/killed ] || { touch /run/killed; kill -9 $PPID; exit 1; };; esac'
                faked mqecn apply -f /run/2g.yaml --confirm 8s >/dev/null 2>&1; rates; sleep 20; rates; next
                rm /run/mqecn/ports/*/roll-back.log
                rm /run/killed; faked mqecn apply -f /run/2g.yaml >/dev/null 2>&1; rates
                mqecn diff -f /run/2g.yaml >/dev/null; say mqecn apply -f /run/eth3.yaml; say mqecn confirm --roll-back; rates; next
                rm /run/killed; faked mqecn apply -f /run/2g.yaml >/dev/null 2>&1; rates
                say mqecn apply -f /run/2g.yaml; say mqecn confirm; mqecn apply -f /run/1g.yaml >/dev/null; next
                tc_first 'case "$*" in *"dev eth3"*) kill -9 $PPID; exit 1;; esac'
                segments() { ip -d link show eth3 | grep -o 'gso_max_segs [0-9]*'; }
                segments; printf 'ports: {eth3: {qdisc: {dwrr: {rate: 1gbit}}}}' >/run/eth3-port.yaml
                faked mqecn apply -f /run/eth3-port.yaml >/dev/null 2>&1; segments; kinds
                say mqecn confirm --roll-back; segments; next
                say mqecn apply -f /run/2g.yaml --confirm 4s; say mqecn confirm; sleep 8; rates
                cat /run/mqecn/ports/*/roll-back.log; next
                mqecn apply -f /run/1g.yaml --confirm 99s >/dev/null; say mqecn confirm --roll-back; rates; next
                say mqecn apply -f /run/1g.yaml --confirm 1ms | tail -n 2; next
                """);
        assertEquals(
                """
                mqecn: 3 errors
                  /run/bad1.yaml:1:75: rate '1gbt' has the unknown unit 'gbt'
                  /run/bad2.yaml:1:53: this dwrr has no rate; write for example rate: 995mbit
                  /run/bad2.yaml:1:9: 'eth1' occurs twice; it is already in /run/bad1.yaml:1:9
                [2]
                mqecn: /run/bad1.yaml:1:75: rate '1gbt' has the unknown unit 'gbt'
                [2]""",
                answers.get(0).replaceAll("(; |\n  )known units: .*", ""));
        assertTrue(
                answers.get(1)
                                .startsWith(
                                        "mqecn: 2 errors\n  /run/bad3.yaml:1:32: another qdisc is in the way on eth2: fq 5:")
                        && answers.get(1).contains("/run/bad3.yaml:1:55: there is no device 'eth8'")
                        && answers.get(1).endsWith("[1]\nfq 5: dev eth2"),
                answers.get(1));
        assertTrue(
                answers.get(2).startsWith("mqecn: eth2: ")
                        && answers.get(2).contains("No space left")
                        && answers.get(2).contains("changes were rolled back; restored: eth1\n")
                        && answers.get(2).endsWith("[1]"),
                answers.get(2));
        assertEquals("mqecn: eth2 disappeared while it was changed; restored: eth1\n[1]", answers.get(3));
        assertEquals("0\n0\n2", answers.get(4), "both ports are those of the same file");
        assertTrue(
                answers.get(5)
                        .matches("(?s)eth1 2000000000\neth2 2000000000\n"
                                + "mqecn: a change of eth1, eth2 waits for confirmation\n[^\n]*\n\\[1]\n\\[0]\n"
                                + "eth1 1000000000\neth2 1000000000\n.*undone: eth1, eth2"),
                answers.get(5));
        assertTrue(answers.get(6).startsWith("mqecn: no change waits for confirmation"), answers.get(6));
        assertEquals(
                "eth1 2000000000\neth2 1000000000\neth1 1000000000\neth2 1000000000",
                answers.get(7),
                "killed in the middle");
        String half = "eth1 2000000000\neth2 1000000000\n";
        String interrupted =
                "mqecn: warning: a change of eth1, eth2 was interrupted: 'mqecn apply' of its file finishes it, "
                        + "'mqecn confirm --roll-back' undoes it\n";
        assertEquals(
                half + interrupted + interrupted
                        + "mqecn: nothing to change: eth3 is as specified\n[0]\nundone: eth1, eth2\n[0]\n"
                        + "eth1 1000000000\neth2 1000000000",
                answers.get(8),
                "killed in the middle, and undone");
        assertEquals(
                half
                        + "eth2: rate 2gbit\n[0]\nmqecn: no change waits for confirmation: it was confirmed already, or undone\n"
                        + "  'mqecn diff' compares the ports with their files\n[1]",
                answers.get(9),
                "killed in the middle, and finished");
        String[] steps = answers.get(10).split("\n");
        assertEquals("gso_max_segs 1", steps[1], answers.get(10));
        assertTrue(steps[0].equals(steps[steps.length - 1]) && !steps[0].equals(steps[1]), answers.get(10));
        assertTrue(answers.get(10).contains("undone: eth3\n[0]\n"), answers.get(10));
        assertTrue(
                answers.get(11)
                        .endsWith("all of it is undone in 4 s, unless 'mqecn confirm' confirms it\n[0]\n"
                                + "confirmed: eth1, eth2\n[0]\neth1 2000000000\neth2 2000000000"),
                answers.get(11));
        assertEquals("undone: eth1, eth2\n[0]\neth1 2000000000\neth2 2000000000", answers.get(12));
        assertTrue(answers.get(13).contains("[2]"), answers.get(13));
    }
}
