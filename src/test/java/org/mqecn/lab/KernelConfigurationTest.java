// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mqecn.value.ContentDigest;

class KernelConfigurationTest {
    private static KernelConfiguration parse(String... lines) {
        return KernelConfiguration.parse(KernelVariant.UML, List.of(lines));
    }

    @Test
    void laterLineOverridesEarlierLine() {
        assertEquals(
                List.of("CONFIG_A=m", "CONFIG_B=y"),
                parse("# comment", "CONFIG_A=y", "", "CONFIG_B=y", "CONFIG_A=m").options());
    }

    @Test
    void reportsOptionsThatKconfigDropped() {
        KernelConfiguration wanted = parse("CONFIG_A=y", "CONFIG_B=m", "# CONFIG_C is not set", "CONFIG_D=\"x\"");
        assertEquals(List.of("CONFIG_B=m"), wanted.missingFrom(List.of("CONFIG_A=y", "CONFIG_B=y", "CONFIG_D=\"x\"")));
    }

    @Test
    void digestDependsOnOptionsButNotOnComments() {
        assertEquals(
                parse("CONFIG_A=y").digest(), parse("# comment", "CONFIG_A=y").digest());
        assertNotEquals(parse("CONFIG_A=y").digest(), parse("CONFIG_A=m").digest());
    }

    @Test
    void patchesOfUserModeLinuxDoNotChangeTheKernelsOfMachines() {
        KernelConfiguration machine = KernelConfiguration.load(KernelVariant.MACHINE_DEBUG);
        assertEquals(ContentDigest.of(machine.text()).substring(0, 8), machine.digest());
        KernelConfiguration userModeLinux = KernelConfiguration.load(KernelVariant.UML);
        assertNotEquals(ContentDigest.of(userModeLinux.text()).substring(0, 8), userModeLinux.digest());
    }

    @Test
    void machineHasProcessorsAndNoOptionOfUserModeLinux() {
        List<String> options =
                KernelConfiguration.load(KernelVariant.MACHINE_DEBUG).options();
        assertTrue(options.contains("CONFIG_SMP=y"));
        assertTrue(options.contains("CONFIG_KASAN=y"));
        assertTrue(options.contains("# CONFIG_HOSTFS is not set"));
        List<String> kcsan =
                KernelConfiguration.load(KernelVariant.MACHINE_KCSAN).options();
        assertTrue(kcsan.contains("CONFIG_KCSAN=y"));
        assertTrue(kcsan.stream().noneMatch("CONFIG_KASAN=y"::equals), "they exclude each other");
    }

    @Test
    void debugExtendsTheNormalConfiguration() {
        List<String> normal = KernelConfiguration.load(KernelVariant.UML).options();
        List<String> debug = KernelConfiguration.load(KernelVariant.UML_DEBUG).options();
        assertTrue(normal.contains("CONFIG_NET_SCH_TBF=m"), "sch_dwrr can replace sch_tbf only if it is a module");
        assertTrue(debug.stream().anyMatch(option -> option.equals("CONFIG_KASAN=y")));
        assertTrue(debug.containsAll(normal.stream()
                .filter(option -> !option.startsWith("CONFIG_LOCALVERSION"))
                .toList()));
    }
}
