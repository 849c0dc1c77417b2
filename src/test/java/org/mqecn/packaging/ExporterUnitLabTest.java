// SPDX-License-Identifier: Apache-2.0
package org.mqecn.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mqecn.host.LocalMachine;
import org.mqecn.lab.GuestResult;
import org.mqecn.lab.GuestSpec;
import org.mqecn.lab.Lab;
import org.mqecn.lab.TestLimits;

/** The unit of the exporter under the real systemd, as the first process of a PID namespace of a guest. */
@Tag("lab")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The unit of the exporter")
final class ExporterUnitLabTest {
    private static final String SCRIPT =
            """
            exec 2>&1
            ip link add d1 type dummy; ip link set d1 up; mqecn install d1 --rate 995mbit >/dev/null
            mkdir -p /usr/local/share/mqecn /run/systemd/system
            cp target/mqecn.jar target/libjnidispatch.so cli/mqecn /usr/local/share/mqecn
            ln -s /usr/local/share/mqecn/mqecn /usr/local/bin/mqecn
            cp cli/mqecn-exporter.service /run/systemd/system
            cat >/run/probe.sh <<'EOF'
            until exec 3<>/dev/tcp/127.0.0.1/9876; do sleep 1; done 2>/dev/null
            printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3; grep -c ^mqecn_queue_sent_packets <&3 >/run/probe
            pid=$(systemctl show -p MainPID --value mqecn-exporter)
            systemctl show -p ActiveState mqecn-exporter >>/run/probe
            [ "$(stat -c %u /proc/$pid)" -ge 60000 ] && echo dynamic user >>/run/probe
            grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/$pid/status >>/run/probe
            systemctl stop mqecn-exporter; systemctl show -p ActiveState -p Result mqecn-exporter >>/run/probe
            touch /run/probed
            EOF
            printf '[Unit]\\nDefaultDependencies=no\\n[Service]\\nExecStart=bash /run/probe.sh\\n' >/run/systemd/system/probe.service
            printf '[Unit]\\nDefaultDependencies=no\\nWants=probe.service mqecn-exporter.service\\n' \\
                >/run/systemd/system/probe.target
            unshare --pid --fork --mount --mount-proc sh -c 'mount -t cgroup2 none /sys/fs/cgroup
                exec env container=x /lib/systemd/systemd --system --unit=probe.target' >/run/log 2>&1 &
            for i in $(seq 60); do [ ! -e /run/probed ] || break; sleep 1; done
            cat /run/probe || cat /run/log
            """;

    @TempDir
    private Path out;

    @Test
    @DisplayName("serves as a user of its own without privileges, and stops without a failure")
    void runs() {
        GuestResult result = new Lab(LocalMachine.current(), System.err::println)
                .prepareGuest(false)
                .run(GuestSpec.shell(SCRIPT, out).withLimit(TestLimits.GUEST));
        assertTrue(result.succeeded(), result.output() + result.errors());
        assertEquals(
                """
                8
                ActiveState=active
                dynamic user
                CapEff:\t0000000000000000
                CapBnd:\t0000000000000000
                NoNewPrivs:\t1
                Result=success
                ActiveState=inactive
                """,
                result.output());
    }
}
