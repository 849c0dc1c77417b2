// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mqecn.value.UserError;

final class RangeSetTest {
    private static RangeSet of(String scale, String words) {
        return RangeSet.parse(NumberType.valueOf(scale), List.of(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 443 80 81, 80-81 443",
        "PORT, 1-10 5-20, 1-20",
        "PORT, 0-65535, 0-65535",
        "PROTOCOL, udp 6 50, tcp udp esp",
        "PROTOCOL, 2 200, 2 200",
        "PROTOCOL, ipv6-icmp, icmpv6",
        "IPV4, 10.0.0.0/25 10.0.0.128/25, 10.0.0.0/24",
        "IPV4, 0.0.0.0/0, 0.0.0.0/0",
        "IPV4, 10.0.0.1-10.0.0.2, 10.0.0.1-10.0.0.2",
        "IPV4, 10.0.0.2-10.0.0.3, 10.0.0.2/31",
        "IPV6, 2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "IPV6, 1:0:0:2:0:0:0:3 ::, :: 1:0:0:2::3",
        "IPV6, fe80::/10 ::1-::5, ::1-::5 fe80::/10"
    })
    void canonicalText(String scale, String words, String written) {
        assertEquals(written, String.join(" ", of(scale, words).literals()));
        assertEquals(of(scale, words), of(scale, written));
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 65536, '65536' is not a port",
        "PORT, http, 'http' is not a port",
        "PORT, 9-3, the range '9-3' ends before it begins",
        "PROTOCOL, tpc, unknown protocol 'tpc'",
        "PROTOCOL, 256, '256' is not a protocol",
        "IPV4, 300.1.1.1, '300.1.1.1' is not an IPv4 address",
        "IPV4, 10.1, '10.1' is not an IPv4 address",
        "IPV4, 10.0.0.1/8, '10.0.0.1/8' has host bits set",
        "IPV4, 10.0.0.0/33, '10.0.0.0/33' has no prefix length from 0 to 32",
        "IPV6, 1::2::3, '1::2::3' is not an IPv6 address",
        "IPV6, ::/129, '::/129' has no prefix length from 0 to 128"
    })
    void invalidNumbers(String scale, String word, String failure) {
        assertEquals(
                failure, assertThrows(UserError.class, () -> of(scale, word)).getMessage());
    }

    @Test
    void containsAll() {
        assertTrue(of("IPV4", "10.0.0.0/8").containsAll(of("IPV4", "10.1.0.0/16 10.2.3.4")));
        assertFalse(of("IPV4", "10.0.0.0/8").containsAll(of("IPV4", "10.1.0.0/16 11.0.0.0")));
        assertFalse(of("PORT", "1-5 7-9").containsAll(of("PORT", "4-8")));
    }
}
