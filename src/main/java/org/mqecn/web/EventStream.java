// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events (HTML Living Standard, section 9.2): each is sent at once. */
public final class EventStream {
    public static final String CONTENT_TYPE = "text/event-stream; charset=utf-8";

    private final OutputStream out;

    public EventStream(OutputStream out) {
        this.out = out;
    }

    /** @param data one line */
    public void send(String type, String data) throws IOException {
        out.write(("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends what the client ignores: fails if it has gone. */
    public void sendComment() throws IOException {
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
