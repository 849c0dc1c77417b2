// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a client asks for.
 *
 * @param path decoded, begins with a slash
 * @param query its parameters, decoded; of several with one name, the first
 * @param host the header of that name, without the port; empty if there is none
 * @param authorization the header of that name; empty if there is none
 * @param cookie the header of that name; empty if there is none
 */
public record WebRequest(String path, Map<String, String> query, String host, String authorization, String cookie) {
    static WebRequest of(URI uri, String host, String authorization, String cookie) {
        return new WebRequest(
                uri.getPath(),
                Arrays.stream(Optional.ofNullable(uri.getRawQuery()).orElse("").split("&"))
                        .filter(pair -> !pair.isEmpty())
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> decode(pair[0]),
                                pair -> pair.length == 2 ? decode(pair[1]) : "",
                                (first, second) -> first)),
                host.replaceFirst(":\\d*$", ""),
                authorization,
                cookie);
    }

    /** The value of a cookie; empty if there is none. */
    String cookieValue(String name) {
        return Arrays.stream(cookie.split(";"))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a stray percent sign
        }
    }
}
