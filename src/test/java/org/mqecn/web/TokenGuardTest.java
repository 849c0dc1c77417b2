// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mqecn.value.UserError;

final class TokenGuardTest {
    private static final AccessToken TOKEN = AccessToken.of("correct-horse-battery");
    private static final TokenGuard GUARD = new TokenGuard(TOKEN, request -> WebResponse.of("text/plain", "secret"));

    private static WebResponse answer(Map<String, String> query, String authorization, String cookie) {
        return GUARD.apply(new WebRequest("/x", query, "localhost", authorization, cookie));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''|401",
                "Bearer correct-horse-battery|''|200",
                "bearer  correct-horse-battery|''|200",
                "Bearer correct-horse-batter|''|401",
                "Bearer correct-horse-battery2|''|401",
                "Bearer|''|401",
                "Basic correct-horse-battery|''|401",
                "correct-horse-battery|''|401",
                "''|token=correct-horse-battery|401",
                "''|COOKIE=correct-horse-battery|200",
                "''|a=b; COOKIE=correct-horse-battery; c=d|200",
                "''|COOKIE=correct-horse|401",
                "''|xCOOKIE=correct-horse-battery|401",
                "''|COOKIE=|401",
            })
    void knowsTheToken(String authorization, String cookie, int status) {
        assertEquals(
                status,
                answer(Map.of(), authorization, cookie.replace("COOKIE", TOKEN.cookieName()))
                        .status());
    }

    @Test
    void anAddressWithTheTokenBecomesACookie() {
        WebResponse response = answer(Map.of("token", "correct-horse-battery"), "", "");
        assertEquals(303, response.status());
        assertEquals("/", response.headers().get("Location"));
        assertEquals(
                TOKEN.cookieName() + "=correct-horse-battery; Path=/; HttpOnly; SameSite=Strict",
                response.headers().get("Set-Cookie"));
        assertEquals(401, answer(Map.of("token", "correct-horse"), "", "").status());
        assertEquals(
                401,
                answer(Map.of("token", ""), "Bearer correct-horse-battery", "").status());
    }

    @Test
    void serversOfOneHostHaveCookiesOfTheirOwn() {
        assertNotEquals(
                TOKEN.cookieName(), AccessToken.of("correct-horse-battery-2").cookieName());
        assertTrue(!TOKEN.cookieName().contains(TOKEN.toString()));
    }

    @Test
    void randomTokensDiffer() {
        assertNotEquals(AccessToken.random().toString(), AccessToken.random().toString());
        assertEquals(32, AccessToken.random().toString().length());
        AccessToken random = AccessToken.random();
        assertTrue(AccessToken.of(random.toString()).matches(random.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "fifteen-letters", "with a space in it", "sixteen-letters;-"})
    void tokensThatCouldBeGuessedOrBroken(String text) {
        UserError error = assertThrows(UserError.class, () -> AccessToken.of(text));
        assertTrue(error.remedy().contains("openssl rand"), error.remedy());
        assertTrue(text.isEmpty() || !error.getMessage().contains(text), "a token is not shown");
    }
}
