// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.resources;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Configuration files of nginx. It runs in the foreground and writes only below its prefix directory ({@code -p}), to which
 * the paths of its PID file, logs and temporary files are relative. Each request is logged as a line of JSON in
 * {@code access.log}.
 */
final class NginxConfiguration {
    static final String FILE_NAME = "nginx.conf";

    private static final String COMMON =
            """
            daemon off;
            worker_processes 1;
            worker_rlimit_nofile 16384;
            pid nginx.pid;
            error_log error.log;
            events {
                worker_connections 8192;
            }
            http {
                log_format requests escape=json '{"time":$msec,"client":"$remote_addr","request":"$request",'
                    '"status":$status,"body_bytes":$body_bytes_sent,"seconds":$request_time,'
                    '"upstream":"$upstream_addr"}';
                access_log access.log requests;
                client_body_temp_path client-body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                keepalive_timeout 75s;
                keepalive_requests 1000000;
            """;

    private NginxConfiguration() {}

    /** Serves the files of a directory with sendfile; tcp_nopush puts the header into the first packet of the file. */
    static String fileServer(int port, String documents) {
        return COMMON
                + """
                types {
                    application/vnd.apple.mpegurl m3u8;
                    video/mp2t ts;
                    application/json json;
                }
                sendfile on;
                tcp_nopush on;
                server {
                    listen %d;
                    root "%s";
                }
            }
            """
                        .formatted(port, documents);
    }

    /**
     * Forwards each request to the server with the fewest active requests, over persistent connections. Responses are not
     * buffered on disk.
     *
     * @param servers {@code 192.168.100.11:80}
     */
    static String loadBalancer(int port, List<String> servers) {
        return COMMON
                + """
                upstream servers {
                    least_conn;
            %s
                    keepalive 64;
                }
                server {
                    listen %d;
                    location / {
                        proxy_pass http://servers;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_max_temp_file_size 0;
                    }
                }
            }
            """
                        .formatted(
                                servers.stream()
                                        .map(server -> "        server " + server + ";")
                                        .collect(Collectors.joining("\n")),
                                port);
    }
}
