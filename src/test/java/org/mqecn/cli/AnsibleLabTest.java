// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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

/** The playbook of the collection, run by ansible-playbook over SSH on hosts that are namespaces of one guest. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Ansible on several hosts")
final class AnsibleLabTest {
    /**
     * Hosts have a network, a name, files and an SSH server of their own, behind the bridge br0. s3 does not exist, s4 has
     * another version of mqecn.
     */
    private static final String SCRIPT =
            """
            exec 2>&1
            export KEYS=/run/keys
            . src/test/resources/org/mqecn/cli/ansible.sh
            mkdir -p $KEYS; make_keys; inventory; old=$(other_version)
            ip link add br0 type bridge; ip addr add 10.9.0.254/24 dev br0; ip link set br0 up
            for i in 1 2 4; do
                ip netns add s$i; ip link add p$i type veth peer name eth0 netns s$i; ip link set p$i master br0 up
                ip -n s$i addr add 10.9.0.$i/24 dev eth0; ip -n s$i link set eth0 up; ip -n s$i link set lo up
                for dev in eth1 eth2; do ip -n s$i link add $dev type dummy; ip -n s$i link set $dev up; done
                path=$PATH; [ $i != 4 ] || path=$old:$PATH
                cat >/run/host$i <<EOF
                . src/test/resources/org/mqecn/cli/ansible.sh
                hostname s$i
                for folder in /etc/mqecn /var/lib/mqecn /run/mqecn; do mkdir -p \\$folder; mount -t tmpfs s$i \\$folder; done
                ssh_server $path
            EOF
                ip netns exec s$i unshare --uts --mount bash /run/host$i
            done
            kinds() { for i in 1 2 4; do tc -n s$i qdisc show dev eth1 | cut -d ' ' -f 2; done | xargs; }
            rates() { for i in 1 2; do tc -n s$i qdisc show dev eth1 | grep -o 'rate [^ ]*'; done | xargs; }
            play --limit s1 --check --diff; kinds; next
            play; kinds
            mqecn get eth2 pacing -n s2; ip netns exec s2 nft list ruleset | grep -c 'dport 53'; next
            on 2 'hostname; ls /etc/mqecn/ports.d /var/lib/mqecn/rank'; next
            play --limit s2; next
            play --limit s1,s2 -e rate=1gbt; rates; next
            (until tc -n s1 qdisc show dev eth1 | grep -q 'rate 500'; do sleep 0.1; done; ip link set p1 down) &
            play --limit s1,s2 -e rate=500mbit; rates; sleep 60; rates; next
            """;

    @TempDir
    private Path out;

    @Test
    @DisplayName(
            "check, change, change nothing; hosts that fail are named and do not stop the others, but for a canary")
    void playbook() {
        Guest guest = new Lab(LocalMachine.current(), System.err::println).prepareGuest(false);
        GuestResult result = guest.run(GuestSpec.shell(SCRIPT, out).withLimit(TestLimits.GUEST));
        assertEquals(0, result.exitStatus(), result.output() + result.errors());
        List<String> plays = AnsibleOutput.sections(result.output());

        String check = plays.get(0);
        assertTrue(check.contains("-eth1 qdisc kernel-default\n"), check);
        assertTrue(check.contains("+eth1 qdisc dwrr\n"), check);
        assertTrue(check.contains("dport 53"), "the rules that would be made: " + check);
        AnsibleOutput.assertRecap("s1", "changed=3 ", check);
        assertTrue(check.endsWith("[0]\nnoqueue noqueue noqueue"), "nothing is changed: " + check);

        String change = plays.get(1);
        AnsibleOutput.assertTwoOfFourChanged(change);
        assertTrue(change.endsWith("dwrr dwrr noqueue\noff\n2"), change);
        assertTrue(!change.contains("[0]"), "the exit status tells of hosts that failed: " + change);
        assertTrue(
                plays.get(2)
                        .endsWith("s2\n/etc/mqecn/ports.d:\neth1.yaml\neth2.yaml\n\n"
                                + "/var/lib/mqecn/rank:\ndefault.nft\ndefault.yaml"),
                plays.get(2));

        AnsibleOutput.assertRecap("s2", "changed=0    unreachable=0    failed=0 ", plays.get(3));

        String broken = plays.get(4);
        assertTrue(broken.contains("rate '1gbt' has the unknown unit 'gbt'"), broken);
        AnsibleOutput.assertRecap("s1", "failed=1 ", broken);
        assertTrue(broken.lines().noneMatch(line -> line.startsWith("s2 ")), "the canary stops the play: " + broken);
        assertTrue(broken.endsWith("[2]\nrate 995Mbit rate 995Mbit"), broken);

        String cut = plays.get(5);
        AnsibleOutput.assertRecap("s1", "unreachable=1 ", cut);
        assertTrue(cut.lines().noneMatch(line -> line.startsWith("s2 ")), "the canary stops the play: " + cut);
        assertTrue(cut.endsWith("rate 500Mbit rate 995Mbit\nrate 995Mbit rate 995Mbit"), "it is undone: " + cut);
    }
}
