// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mqecn.value.UserError;

final class WebServerTest {
    private final WebServer server = new WebServer(ListenAddress.parse("0"), WebServerTest::answer);

    private static WebResponse answer(WebRequest request) {
        return switch (request.path()) {
            case "/hello world" -> WebResponse.of("text/plain", request.query().get("name") + request.authorization());
            case "/fails" -> throw new UserError("the kernel refused", "");
            default -> WebResponse.notFound();
        };
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("Authorization", "Bearer x")
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void answersGetAndHead() throws Exception {
        HttpResponse<String> response = send("GET", "/hello%20world?name=a%26b%20c&name=d&x");
        assertEquals(200, response.statusCode());
        assertEquals("a&b cBearer x", response.body());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElseThrow());
        assertEquals("", send("HEAD", "/hello%20world").body());
    }

    @Test
    void refusesTheRest() throws Exception {
        assertEquals(404, send("GET", "/").statusCode());
        assertEquals(404, send("GET", "/hello%20world/").statusCode());
        assertEquals(405, send("POST", "/hello%20world").statusCode());
        HttpResponse<String> failed = send("GET", "/fails");
        assertEquals(500, failed.statusCode());
        assertEquals("mqecn: the kernel refused\n", failed.body());
    }

    @Test
    void aPortThatIsTaken() {
        String address = "127.0.0.1:" + server.port();
        UserError error =
                assertThrows(UserError.class, () -> new WebServer(ListenAddress.parse(address), WebServerTest::answer));
        assertEquals("cannot listen on " + address + ": Address already in use", error.getMessage());
        assertTrue(error.remedy().contains("ss -ltnp"), error.remedy());
    }
}
