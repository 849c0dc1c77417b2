// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {
    @ParameterizedTest
    @CsvSource({
        "link/ether 02:00:00:00:AB:01 brd, link/ether <mac> brd",
        "no ECN with 10.0.1.2, no ECN with <ipv4>",
        "on 10.0.1.2: sysctl, on <ipv4>: sysctl",
        "from fe80::1:2:3:4 to, from <ipv6> to",
        "2001:db8:0:1::7/64, <ipv6>/64",
        "qdisc dwrr 1: parent 9:1, qdisc dwrr 1: parent 9:1",
        "12:30:59 iproute2-6.1.0, 12:30:59 iproute2-6.1.0",
        "java 17.0.15+6, java 17.0.15+6",
        "kernel of box42 and box421, kernel of <host> and box421",
        "/home/me/mqecn.jar /home/met, <home>/mqecn.jar /home/met",
    })
    void replaces(String text, String redacted) {
        assertEquals(redacted, new Redaction("box42", "/home/me").apply(text));
    }
}
