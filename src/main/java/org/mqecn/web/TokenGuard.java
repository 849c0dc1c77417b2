// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.util.Locale;
import java.util.function.Function;

/**
 * Answers only clients that know a token: in the header {@code Authorization: Bearer TOKEN}, or in the address,
 * {@code /?token=TOKEN}. A browser gets it as a cookie then, and an address without it, which may be shown and kept.
 */
public final class TokenGuard implements Function<WebRequest, WebResponse> {
    private static final String PARAMETER = "token";
    private static final String BEARER = "bearer ";
    private static final String FORM =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark"><title>mqecn: token</title></head>
            <body><h1>%s</h1><form action="/"><label>Token <input name="token" type="password" autofocus></label>
            <button>Open</button></form><p>'mqecn serve' has printed an address with the token.</p></body></html>
            """;

    private final AccessToken token;
    private final Function<WebRequest, WebResponse> answers;

    public TokenGuard(AccessToken token, Function<WebRequest, WebResponse> answers) {
        this.token = token;
        this.answers = answers;
    }

    @Override
    public WebResponse apply(WebRequest request) {
        String given = request.query().get(PARAMETER);
        if (given != null) {
            return token.matches(given)
                    ? WebResponse.redirect("/")
                            .withHeader(
                                    "Set-Cookie",
                                    token.cookieName() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict")
                    : refusal("wrong token");
        }
        String known = bearer(request.authorization());
        if (known.isEmpty()) {
            known = request.cookieValue(token.cookieName());
        }
        return known.isEmpty()
                ? refusal("a token is required")
                : token.matches(known) ? answers.apply(request) : refusal("wrong token");
    }

    private static String bearer(String authorization) {
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }

    private static WebResponse refusal(String reason) {
        return WebResponse.of("text/html; charset=utf-8", FORM.formatted(reason))
                .withStatus(WebResponse.UNAUTHORIZED)
                .withHeader("WWW-Authenticate", "Bearer");
    }
}
