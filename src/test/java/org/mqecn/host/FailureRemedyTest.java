// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The remedy for a failed command")
final class FailureRemedyTest {
    @Test
    @DisplayName("of modprobe says how a key becomes trusted")
    void namesTheKey() {
        String remedy = FailureRemedy.forFailure(
                Command.of("modprobe", "sch_dwrr"),
                "modprobe: ERROR: could not insert 'sch_dwrr': Key was rejected by service");
        assertTrue(remedy.contains("mokutil --import"), remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dwrr rate 1gbit|Unknown qdisc \"dwrr\", hence option \"rate\" is unparsable|tc has no plugin for it: run 'make' in "
                        + "the checkout, or 'make install'",
                "eiffel|Error: Specified qdisc kind is unknown.|the kernel has no such qdisc: 'mqecn "
                        + "module load' loads its module",
                "dualpi2 any_ect|Unknown qdisc \"dualpi2\", hence option \"any_ect\" is unparsable|this tc has no dualpi2: "
                        + "iproute2 has it from 6.17 on",
                "dualpi2|Error: Specified qdisc kind is unknown.|this kernel has no dualpi2: Linux has it from 6.17 on",
                "cake|Error: Specified qdisc kind is unknown.|this kernel has no cake",
                "cake|Error: Exclusivity flag on, cannot modify.|another qdisc is in the way: --replace replaces it",
                "cake|modprobe: ERROR: could not insert 'sch_cake': Bad message|the module's signature is damaged: build the module "
                        + "again, and sign it where this kernel requires that",
                "cake|Error: Out of luck.|``"
            })
    void dependsOnTheQdisc(String words, String said, String remedy) {
        Command command = Command.of(List.of(("tc qdisc add dev eth1 parent 1:1 handle 2: " + words).split(" ")));

        assertEquals(remedy, FailureRemedy.forFailure(command, said));
    }
}
