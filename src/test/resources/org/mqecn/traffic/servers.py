# SPDX-License-Identifier: Apache-2.0
# Servers of the current folder that are not nginx: at port 8000 one of HTTP/1.0, which closes each connection; at 8001
# one that sends chunks and, after three answers, closes without a word; at 8002 one that says nothing.
import http.server
import socket
import threading


class Chunks(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers = 0

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
        self.answers += 1
        self.close_connection = self.answers == 3


def serve(port, handler):
    server = http.server.ThreadingHTTPServer(("", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


serve(8000, http.server.SimpleHTTPRequestHandler)
serve(8001, Chunks)
silent = socket.create_server(("", 8002))
threading.Event().wait()
