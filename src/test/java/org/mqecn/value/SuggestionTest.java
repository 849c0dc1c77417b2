// SPDX-License-Identifier: Apache-2.0
package org.mqecn.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "rate, rate, 0",
        "rtae, rate, 1",
        "rat, rate, 1",
        "ratee, rate, 1",
        "rbte, rate, 1",
        "hsots, hosts, 1",
        "ca, abc, 3",
        "'', rate, 4"
    })
    void distances(String typed, String known, int distance) {
        assertEquals(distance, Suggestion.distance(typed, known));
        assertEquals(distance, Suggestion.distance(known, typed));
    }

    @Test
    void suggestsTheNearestWordIfItIsClose() {
        assertEquals("did you mean 'hosts'? (known: rate, hosts)", Suggestion.of("hsots", List.of("rate", "hosts")));
        assertEquals("known: rate, hosts", Suggestion.of("colour", List.of("rate", "hosts")));
        assertEquals("", Suggestion.of("colour", List.of()));
    }
}
