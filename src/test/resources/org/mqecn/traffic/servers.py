# SPDX-License-Identifier: Apache-2.0
# Serves the current directory without nginx. Port 8000: HTTP/1.0, which closes each connection. Port 8001: chunked
# encoding, and a connection closed without notice after three responses. Port 8002: never responds.
import http.server
import socket
import threading


class ChunkedHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    response_count = 0

    def do_GET(self):
        with open(self.translate_path(self.path), "rb") as file:
            body = file.read()
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 10000):
            chunk = body[start:start + 10000]
            self.wfile.write(b"%x;name=value\r\n%s\r\n" % (len(chunk), chunk))
        self.wfile.write(b"0\r\nTrailer: field\r\n\r\n")
        self.response_count += 1
        self.close_connection = self.response_count == 3


def serve(port, handler):
    server = http.server.ThreadingHTTPServer(("", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


serve(8000, http.server.SimpleHTTPRequestHandler)
serve(8001, ChunkedHandler)
silent = socket.create_server(("", 8002))
threading.Event().wait()
