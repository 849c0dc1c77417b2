// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
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

/** The playbook of the collection, run by ansible-playbook on hosts that are network namespaces of one guest. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Ansible on several hosts")
final class AnsibleLabTest {
    /** s3 cannot be reached, s4 must have another version of mqecn. */
    private static final String SCRIPT =
            """
            exec 2>&1
            export HOME=/run/home ANSIBLE_NOCOLOR=1 ANSIBLE_COLLECTIONS_PATH=/run/home ANSIBLE_LOCALHOST_WARNING=False
            mkdir -p /run/home/ansible_collections/mqecn
            ln -s '%1$s/ansible' /run/home/ansible_collections/mqecn/ports
            for i in 1 2 4; do ip netns add s$i; ip -n s$i link add eth1 type dummy; ip -n s$i link set eth1 up; done
            cat >/run/hosts.yml <<EOF
            switches:
              vars:
                ansible_connection: local
                ansible_python_interpreter: /usr/bin/python3
                ports: {eth1: {qdisc: {dwrr: {rate: 995mbit, ecn-scheme: mq-ecn, queues: 2, dscp: {1: ef}}}}}
              hosts:
                s1: {netns: s1}
                s2: {netns: s2}
                s3: {ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}
                s4: {netns: s4, mqecn_version: 9.9.9}
            EOF
            next() { echo ---; }
            play() { ansible-playbook -i /run/hosts.yml '%1$s/ansible/playbooks/ports.yml' "$@"; echo "[$?]"; }
            kinds() { for i in 1 2 4; do tc -n s$i qdisc show dev eth1 | cut -d ' ' -f 2; done | xargs; }
            play --limit s1,s2 --check --diff; kinds; next
            play; kinds; next
            play --limit s1,s2; next
            play --limit s1,s2 -e '{"ports": {"eth1": {"qdisc": {"dwrr": {"rate": "1gbt"}}}}}'; kinds; next
            play --limit s1,s2 -e '{"ports": {"eth1": {"qdisc": {"eiffel": {"pacing": false}}}}}'; kinds
            mqecn get eth1 pacing -n s2; next
            """;

    @TempDir
    private Path out;

    private static void assertRecap(String host, String counts, String play) {
        assertTrue(
                play.lines().anyMatch(line -> line.startsWith(host + " ") && line.contains(counts)),
                "no recap of " + host + " with " + counts + " in\n" + play);
    }

    @Test
    @DisplayName("check, change, change nothing; a canary; hosts that fail are named and do not stop the others")
    void playbook() {
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        GuestResult result =
                guest.run(GuestSpec.shell(SCRIPT.formatted(Path.of("").toAbsolutePath()), out)
                        .withLimit(Duration.ofMinutes(5)));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        List<String> plays = Arrays.stream(result.output().split("(?m)^---\n"))
                .map(String::strip)
                .toList();

        String check = plays.get(0);
        assertTrue(check.contains("-eth1 qdisc kernel-default\n+eth1 qdisc dwrr\n"), check);
        assertRecap("s1", "changed=1 ", check);
        assertRecap("s2", "changed=1 ", check);
        assertTrue(check.endsWith("[0]\nnoqueue noqueue noqueue"), "nothing is changed: " + check);

        String change = plays.get(1);
        assertRecap("s1", "changed=1    unreachable=0    failed=0 ", change);
        assertRecap("s2", "changed=1    unreachable=0    failed=0 ", change);
        assertRecap("s3", "unreachable=1 ", change);
        assertRecap("s4", "failed=1 ", change);
        assertTrue(change.contains("this host has mqecn 0.1.0, and the play wants version 9.9.9"), change);
        assertTrue(change.endsWith("dwrr dwrr noqueue"), change);
        assertTrue(!change.contains("[0]"), "the exit status tells of hosts that failed: " + change);

        assertRecap("s1", "changed=0    unreachable=0    failed=0 ", plays.get(2));
        assertRecap("s2", "changed=0    unreachable=0    failed=0 ", plays.get(2));

        String broken = plays.get(3);
        assertTrue(broken.contains("rate '1gbt' has the unknown unit 'gbt'"), broken);
        assertRecap("s1", "failed=1 ", broken);
        assertTrue(broken.lines().noneMatch(line -> line.startsWith("s2 ")), "the canary stops the play: " + broken);
        assertTrue(broken.endsWith("[2]\ndwrr dwrr noqueue"), broken);

        assertTrue(plays.get(4).endsWith("eiffel eiffel noqueue\noff"), plays.get(4));
    }
}
