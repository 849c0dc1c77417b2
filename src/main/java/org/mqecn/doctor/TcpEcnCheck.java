// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * Whether TCP connections of a namespace negotiate ECN.
 *
 * @param value of net.ipv4.tcp_ecn
 * @param congestionControl that new connections use
 */
record TcpEcnCheck(RemedyCommands commands, String value, String congestionControl) implements HealthCheck {
    private static final String SYSCTL = "net.ipv4.tcp_ecn";

    @Override
    public Judgement judge() {
        String remedy = commands.exec("sysctl", "-w", SYSCTL + "=1");
        return switch (value) {
            case "0" -> Judgement.warning("TCP never negotiates ECN (tcp_ecn = 0)", SYSCTL, remedy);
            case "2" ->
                congestionControl.equals("dctcp")
                        ? Judgement.ok("DCTCP asks for ECN by itself (tcp_ecn = 2)", SYSCTL)
                        : Judgement.warning(
                                "TCP accepts ECN and does not ask for it (tcp_ecn = 2): two such hosts send not-ECT",
                                SYSCTL,
                                remedy);
            default -> Judgement.ok("TCP negotiates ECN (tcp_ecn = " + value + ")", SYSCTL);
        };
    }
}
