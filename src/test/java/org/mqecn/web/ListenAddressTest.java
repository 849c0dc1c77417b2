// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

final class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "9876, 127.0.0.1:9876, true",
        "127.0.0.2:1, 127.0.0.2:1, true",
        "10.0.0.1:65535, 10.0.0.1:65535, false",
        "[::1]:80, [0:0:0:0:0:0:0:1]:80, true",
    })
    void parses(String text, String address, boolean loopback) {
        assertEquals(address, ListenAddress.parse(text).toString());
        assertEquals(loopback, ListenAddress.parse(text).isLoopback());
    }

    @Test
    void aPortAfterAColonIsForAllAddresses() {
        ListenAddress all = ListenAddress.parse(":9876");
        assertTrue(all.socketAddress().getAddress().isAnyLocalAddress());
        assertTrue(!all.isLoopback());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "host:", "65536", "1.2.3.4", "::1:80", "a:b:1", "-1", "999999999999"})
    void refuses(String text) {
        UserError error = assertThrows(UserError.class, () -> ListenAddress.parse(text));
        assertTrue(error.isUsage() && error.getMessage().contains("'" + text + "'"), error.getMessage());
    }
}
