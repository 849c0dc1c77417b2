// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers besides the type
 * @param body writes it, piece by piece if it is endless
 */
public record WebResponse(int status, String contentType, Map<String, String> headers, WebBody body) {
    public static final int OK = 200;
    public static final int SEE_OTHER = 303;
    public static final int UNAUTHORIZED = 401;
    public static final int NOT_FOUND = 404;
    public static final int MISDIRECTED = 421;
    public static final int FAILED = 500;

    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Writes the body of an answer. */
    public interface WebBody {
        void writeTo(OutputStream out) throws IOException;
    }

    public static WebResponse of(String contentType, byte[] content) {
        return new WebResponse(OK, contentType, Map.of(), out -> out.write(content));
    }

    public static WebResponse of(String contentType, String text) {
        return of(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer that says why there is no other. */
    public static WebResponse error(int status, String text) {
        return new WebResponse(
                status, PLAIN, Map.of(), out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    public static WebResponse notFound() {
        return error(NOT_FOUND, "there is no such page");
    }

    /** An answer that sends the browser to another address of this server. */
    public static WebResponse redirect(String location) {
        return error(SEE_OTHER, "see " + location).withHeader("Location", location);
    }

    /** The same answer with one more header. */
    public WebResponse withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new WebResponse(status, contentType, Map.copyOf(more), body);
    }

    /** The same answer with another status. */
    public WebResponse withStatus(int other) {
        return new WebResponse(other, contentType, headers, body);
    }
}
