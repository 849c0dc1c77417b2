// SPDX-License-Identifier: Apache-2.0
package org.mqecn.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mqecn.figure.SampleRuns;
import org.mqecn.value.UserError;
import org.mqecn.web.ListenAddress;

final class DashboardTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final MovingPorts ports = new MovingPorts();
    private Dashboard dashboard;

    @BeforeEach
    void open() throws IOException {
        SampleRuns.write(folder.resolve("results/small"));
        Files.createDirectories(folder.resolve("results/no results"));
        Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("results/small/link"), folder.resolve("secret"));
        dashboard = serve("0");
    }

    @AfterEach
    void close() {
        dashboard.close();
    }

    private Dashboard serve(String address) {
        return new Dashboard(
                ListenAddress.parse(address),
                Optional.empty(),
                "Ports",
                ports,
                Duration.ofMillis(100),
                folder.resolve("results"));
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dashboard.port() + path))
                .build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(request(path), BodyHandlers.ofString());
    }

    private InputStream events() throws IOException, InterruptedException {
        return HTTP.send(request("/events"), BodyHandlers.ofInputStream()).body();
    }

    /** The first events of a client: lines of type and data. */
    private List<String> events(int count) throws IOException, InterruptedException {
        List<String> events = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events(), StandardCharsets.UTF_8))) {
            while (events.size() < count) {
                String type = lines.readLine().replaceFirst("^event: ", "");
                events.add(type + " " + lines.readLine().replaceFirst("^data: ", ""));
                assertEquals("", lines.readLine());
            }
        }
        return events;
    }

    @Test
    void sendsTheHistoryAndThenSamples() throws IOException, InterruptedException {
        events(5);
        List<String> events = events(4);
        JsonNode records = new ObjectMapper().readTree(events.get(0).replaceFirst("^history ", ""));
        assertTrue(records.size() >= 3, "records of the time before: " + records);
        assertEquals("eth1 1:", records.get(0).path("queues").get(0).get(0).asText());
        JsonNode sample = new ObjectMapper().readTree(events.get(3).replaceFirst("^sample ", ""));
        assertEquals(8, sample.path("rows").size());
        assertEquals("above K", sample.path("rows").get(0).path("state").asText());
        assertEquals("drops", sample.path("rows").get(1).path("state").asText());
        assertEquals(
                sample.path("columns").size(),
                sample.path("rows").get(0).path("cells").size());
        assertEquals("Mbit/s", sample.path("columns").get(0).path("heading").asText());
    }

    /** A client that reads nothing holds its thread only. */
    @Test
    void clientsThatAreSlowOrGone() throws IOException, InterruptedException {
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
            slow.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 10; i++) {
                events().close();
            }
            assertEquals(3, events(3).size());
        }
    }

    /** More clients than the server has threads: it serves others again when they have gone. */
    @Test
    void moreClientsThanThreads() throws IOException, InterruptedException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 210; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), dashboard.port());
            client.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            clients.add(client);
        }
        assertTrue(clients.get(0).getInputStream().readNBytes(100).length == 100);
        for (Socket client : clients) {
            client.close();
        }
        int status = 0;
        for (int i = 0; i < 100 && status != 200; i++) {
            Thread.sleep(100);
            try {
                status = HTTP.send(
                                HttpRequest.newBuilder(request("/").uri())
                                        .timeout(Duration.ofMillis(500))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode();
            } catch (IOException e) {
                status = 0; // the threads are not free yet
            }
        }
        assertEquals(200, status);
    }

    @Test
    void onlyRequestsForTheLoopback() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] answer = client.getInputStream().readNBytes(12);
            assertEquals("HTTP/1.1 421", new String(answer, StandardCharsets.UTF_8));
        }
    }

    @Test
    void resultsAreListedReportedAndRead() throws IOException, InterruptedException {
        String index = get("/results/").body();
        assertTrue(index.contains("<a href=\"/results/small/\">small</a>"), index);
        assertTrue(index.contains("8 of 8") && index.contains("✗ 2 failed"), index);
        assertTrue(!index.contains("no results"), index);
        String report = get("/results/small/").body();
        assertTrue(report.contains("<figure>") && report.contains("2 of 4 checks failed"), report);
        String files = get("/files/small/").body();
        assertTrue(files.contains("/files/small/scenario.yaml") && !files.contains("link"), files);
        HttpResponse<String> scenario = get("/files/small/scenario.yaml");
        assertEquals(Files.readString(folder.resolve("results/small/scenario.yaml")), scenario.body());
        assertEquals(
                "text/plain; charset=utf-8",
                scenario.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void nothingElseCanBeRead() throws IOException, InterruptedException {
        for (String path : List.of(
                "/files/small/link",
                "/files/small/../../secret",
                "/files/small/%2e%2e/%2e%2e/secret",
                "/files/../secret",
                "/files//etc/passwd",
                "/files/small//etc/passwd",
                "/files/",
                "/files/small",
                "/results/..",
                "/results/no%20results/",
                "/results/small",
                "/results/small/x",
                "/other")) {
            assertEquals(404, get(path).statusCode(), path);
        }
    }

    @Test
    void resultsThatCannotBeRead() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("results/small/summary.json"), "{");
        assertTrue(
                get("/results/").body().contains("no complete results"),
                get("/results/").body());
        assertEquals(500, get("/results/small/").statusCode());
        assertTrue(get("/results/small/").body().contains("not valid JSON")
                || get("/results/small/").body().contains("ends too early"));
    }

    @Test
    void aPortThatIsTaken() {
        UserError error = assertThrows(UserError.class, () -> serve(Integer.toString(dashboard.port())));
        assertTrue(error.getMessage().endsWith("Address already in use"), error.getMessage());
    }
}
