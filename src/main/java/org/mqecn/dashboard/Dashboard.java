// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mqecn.figure.Html;
import org.mqecn.host.ClasspathResources;
import org.mqecn.port.Port;
import org.mqecn.web.AccessToken;
import org.mqecn.web.EventStream;
import org.mqecn.web.ListenAddress;
import org.mqecn.web.TokenGuard;
import org.mqecn.web.WebRequest;
import org.mqecn.web.WebResponse;
import org.mqecn.web.WebServer;

/**
 * A page that shows the queues of all ports, live, their history, and results of experiments. It only reads. One recorder
 * reads the ports for all clients; each client follows the history by server-sent events.
 */
public final class Dashboard implements AutoCloseable {
    /** Samples that figures show: ten minutes at a second each. */
    private static final int HISTORY = 600;

    /** A client that has gone is noticed when something is sent. */
    private static final long HEARTBEAT_MS = 10_000;

    private static final String SCRIPT = "/dashboard.js";
    private static final String EVENTS = "/events";
    /** Scripts are those of this server only, whatever the name of a device may hold. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; form-action 'none'";

    /** What a page cannot say of itself. */
    private static final String FRAMES = "frame-ancestors 'none'";

    private final String title;
    private final ResultsBrowser results;
    private final ActivityHistory history = new ActivityHistory(HISTORY);
    private final WebServer server;
    private final ActivityRecorder recorder;

    /**
     * Begins to answer.
     *
     * @param token that clients must know
     * @param title of the page: which ports it shows
     * @param reader reads the ports
     * @param period between two readings
     * @param results folder of results
     * @throws org.mqecn.value.UserError if the address cannot be used
     */
    public Dashboard(
            ListenAddress address,
            Optional<AccessToken> token,
            String title,
            Supplier<List<Port>> reader,
            Duration period,
            Path results) {
        this.title = title;
        this.results = new ResultsBrowser(results);
        Function<WebRequest, WebResponse> answers = this::answer;
        this.server = new WebServer(
                address,
                token.<Function<WebRequest, WebResponse>>map(secret -> new TokenGuard(secret, answers))
                        .orElse(answers));
        this.recorder = new ActivityRecorder(reader, period, history);
    }

    public int port() {
        return server.port();
    }

    private WebResponse answer(WebRequest request) {
        try {
            return switch (request.path()) {
                case "/" -> page();
                case SCRIPT ->
                    WebResponse.of(
                            "text/javascript; charset=utf-8",
                            ClasspathResources.readText(Dashboard.class, "dashboard.js"));
                case EVENTS -> new WebResponse(WebResponse.OK, EventStream.CONTENT_TYPE, Map.of(), this::follow);
                default ->
                    request.path().startsWith(ResultsBrowser.RESULTS)
                            ? results.results(request.path())
                            : request.path().startsWith(ResultsBrowser.FILES)
                                    ? results.files(request.path())
                                    : WebResponse.notFound();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebResponse page() {
        String body = Html.fill(
                Dashboard.class,
                "dashboard.html",
                Map.of("title", Html.escape(title), "results", ResultsBrowser.RESULTS, "script", SCRIPT));
        String style = ClasspathResources.readText(Dashboard.class, "dashboard.css");
        return WebResponse.of("text/html; charset=utf-8", Html.page(title, POLICY, style, body))
                .withHeader("Content-Security-Policy", FRAMES);
    }

    /** Sends the history and then each sample, until the client or this server ends. */
    private void follow(OutputStream out) throws IOException {
        EventStream events = new EventStream(out);
        ActivityHistory.Snapshot start = history.snapshot();
        events.send("history", "[" + String.join(",", start.records()) + "]");
        ActivityHistory.Message message = start.newest();
        events.send(message.type(), message.json());
        try {
            while (true) {
                ActivityHistory.Message next = history.awaitAfter(message.number(), HEARTBEAT_MS);
                if (next.number() > message.number()) {
                    events.send(next.type(), next.json());
                } else {
                    events.sendComment();
                }
                message = next;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        recorder.close();
        server.close();
    }
}
