// SPDX-License-Identifier: Apache-2.0
package org.mqecn.monitor;

import org.mqecn.netlink.Netns;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.web.ListenAddress;
import org.mqecn.web.WebRequest;
import org.mqecn.web.WebResponse;
import org.mqecn.web.WebServer;

/** Answers Prometheus' scrapes with the ports of a network namespace, read at each. */
public final class PortExporter implements AutoCloseable {
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>mqecn exporter</title></head>
            <body><h1>mqecn exporter</h1><p><a href="/metrics">Metrics</a></p></body></html>
            """;

    private final RtnetlinkReader reader;
    private final String version;
    private final WebServer server;

    /**
     * Begins to answer.
     *
     * @param namespace whose ports are read; it listens in the namespace of mqecn
     * @param version of mqecn
     * @throws org.mqecn.value.UserError if the address cannot be used
     */
    public PortExporter(ListenAddress address, String namespace, String version) {
        this.version = version;
        this.reader = Netns.call(namespace, RtnetlinkReader::new);
        this.server = new WebServer(address, this::answer);
    }

    private WebResponse answer(WebRequest request) {
        return switch (request.path()) {
            case "/metrics" -> WebResponse.of(PrometheusText.CONTENT_TYPE, scrape());
            case "/" -> WebResponse.of("text/html; charset=utf-8", PAGE);
            default -> WebResponse.notFound();
        };
    }

    private synchronized String scrape() {
        return PrometheusText.of(reader.readPorts(), version);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        reader.close();
    }
}
