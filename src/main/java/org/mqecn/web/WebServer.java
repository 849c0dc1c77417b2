// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.mqecn.value.IoErrors;
import org.mqecn.value.UserError;

/**
 * Answers GET and HEAD requests, each in a thread of its own. On a loopback address, it answers only requests for a name of
 * the loopback: a page elsewhere whose name an attacker resolves to this machine (DNS rebinding) reads nothing.
 */
public final class WebServer implements AutoCloseable {
    /** Clients of live pages hold a thread each. */
    private static final int MAX_THREADS = 200;

    private static final int BACKLOG = 50;
    private static final long IDLE_SECONDS = 30;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final long CHUNKED = 0;
    private static final long WITHOUT_BODY = -1;

    private static final Pattern LOOPBACK_NAMES =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|", Pattern.CASE_INSENSITIVE);

    private final HttpServer server;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "web");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * Begins to listen and answer.
     *
     * @param answers may throw a {@link UserError}: the client gets its text
     * @throws UserError if the address cannot be used
     */
    public WebServer(ListenAddress address, Function<WebRequest, WebResponse> answers) {
        try {
            server = HttpServer.create(address.socketAddress(), BACKLOG);
        } catch (IOException e) {
            throw new UserError(
                    "cannot listen on " + address + ": " + IoErrors.reason(e),
                    "--listen takes another address or port; 'ss -ltnp' shows who listens");
        }
        server.setExecutor(threads);
        Function<WebRequest, WebResponse> guarded =
                address.isLoopback() ? request -> answerToLoopback(request, answers) : answers;
        server.createContext("/", exchange -> answer(exchange, guarded));
        server.start();
    }

    /** The port, which the kernel has chosen if 0 was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static WebResponse answerToLoopback(WebRequest request, Function<WebRequest, WebResponse> answers) {
        return LOOPBACK_NAMES.matcher(request.host()).matches()
                ? answers.apply(request)
                : WebResponse.error(
                        WebResponse.MISDIRECTED, "this server answers only requests for localhost, not for others");
    }

    private static void answer(HttpExchange exchange, Function<WebRequest, WebResponse> answers) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean hasBody = !method.equals("HEAD");
            WebResponse response = hasBody && !method.equals("GET")
                    ? WebResponse.error(METHOD_NOT_ALLOWED, "only GET is answered: nothing can be changed here")
                    : respond(exchange, answers);
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("X-Frame-Options", "DENY");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            response.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(response.status(), hasBody ? CHUNKED : WITHOUT_BODY);
            if (hasBody) {
                try (OutputStream out = exchange.getResponseBody()) {
                    response.body().writeTo(out);
                }
            }
        }
    }

    private static WebResponse respond(HttpExchange exchange, Function<WebRequest, WebResponse> answers) {
        try {
            return answers.apply(WebRequest.of(
                    exchange.getRequestURI(),
                    header(exchange, "Host"),
                    header(exchange, "Authorization"),
                    header(exchange, "Cookie")));
        } catch (RuntimeException e) {
            UserError error = UserError.of(e);
            return WebResponse.error(WebResponse.FAILED, "mqecn: " + error.getMessage());
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
