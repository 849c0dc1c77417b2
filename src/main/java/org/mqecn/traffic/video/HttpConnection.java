// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic.video;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.mqecn.value.IoErrors;

/**
 * A TCP connection to one server for GET requests over HTTP/1.1 (RFC 9112), one at a time. It is opened by the first request,
 * and reopened if the server has closed it between two requests.
 *
 * <p>Uses a plain socket and not {@code java.net.http}, because segment times must be those of the read calls without another
 * thread in between, and a session must have exactly one connection.
 */
final class HttpConnection implements ContentSource {
    private static final int HTTP = 80;
    private static final int OK = 200;
    private static final int CHUNK = 1 << 16;
    private static final int MAX_LINE_LENGTH = 1 << 14;
    private static final int HEXADECIMAL = 16;

    private final SessionClock clock;
    private final int timeoutMs;
    private final byte[] buffer = new byte[CHUNK];
    private Socket socket;
    private int position;
    private int limit;
    private String authority = "";
    private long firstByte;

    /** @param idleTimeout time without data after which a request fails */
    HttpConnection(SessionClock clock, Duration idleTimeout) {
        this.clock = clock;
        this.timeoutMs = Math.toIntExact(idleTimeout.toMillis());
    }

    @Override
    public HttpTransfer get(URI file, OutputStream body) throws IOException {
        requireHttp(file);
        try {
            return exchange(file, body);
        } catch (SocketTimeoutException e) {
            throw new IOException(file + ": no data for " + timeoutMs + " ms (timeout)", e);
        } catch (EOFException e) {
            throw new IOException(file + ": the server closed the connection", e);
        } catch (SocketException e) {
            throw new IOException(file + ": " + IoErrors.reason(e), e);
        } catch (UnknownHostException e) {
            throw new IOException(file + ": unknown host " + file.getHost(), e);
        }
    }

    private void requireHttp(URI file) throws IOException {
        if (!"http".equals(file.getScheme()) || file.getHost() == null) {
            throw new IOException(file + ": not an http:// URL");
        }
        if (!authority.isEmpty() && !authority.equals(file.getRawAuthority())) {
            throw new IOException(file + ": not on " + authority + "; a session uses one connection");
        }
    }

    private HttpTransfer exchange(URI file, OutputStream body) throws IOException {
        long requested = clock.now();
        Map<String, String> headers = requestWithRetry(file);
        long bytes = readBody(headers, body);
        long complete = clock.now();
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new HttpTransfer(bytes, requested, firstByte, complete);
    }

    private Map<String, String> requestWithRetry(URI file) throws IOException {
        boolean reused = socket != null;
        try {
            return requestOnce(file);
        } catch (EOFException | SocketException e) {
            if (!reused) {
                throw e;
            }
            // A server may close an idle connection at any time. That is not a failure of the request (RFC 9112,
            // 9.3.1).
            close();
            return requestOnce(file);
        }
    }

    private Map<String, String> requestOnce(URI file) throws IOException {
        open(file);
        send(file);
        fill();
        firstByte = clock.now();
        return readHeader(file);
    }

    private void open(URI file) throws IOException {
        if (socket == null) {
            authority = file.getRawAuthority();
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeoutMs);
            int port = file.getPort() < 0 ? HTTP : file.getPort();
            socket.connect(new InetSocketAddress(file.getHost(), port), timeoutMs);
            position = 0;
            limit = 0;
        }
    }

    private void send(URI file) throws IOException {
        String path = file.getRawPath().isEmpty() ? "/" : file.getRawPath();
        String request = "GET " + path + (file.getRawQuery() == null ? "" : "?" + file.getRawQuery())
                + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: mqecn\r\nAccept-Encoding: identity\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the header fields of a successful response. */
    private Map<String, String> readHeader(URI file) throws IOException {
        String status = readLine();
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException(file + ": the response is not HTTP/1.1");
        }
        if (Integer.parseInt(status.substring(9, 12)) != OK) {
            throw new IOException(file + ": " + status.substring(9));
        }
        if (status.startsWith("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
        return headers;
    }

    private long readBody(Map<String, String> headers, OutputStream body) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return readChunks(body);
        }
        if (headers.containsKey("content-length")) {
            return copy(parseLength(headers.get("content-length"), 10), body);
        }
        headers.put("connection", "close");
        return readUntilClose(body);
    }

    private long readChunks(OutputStream body) throws IOException {
        long total = 0;
        for (long size = readChunkSize(); size > 0; size = readChunkSize()) {
            total += copy(size, body);
            readLine();
        }
        while (!readLine().isEmpty()) {
            // Skip trailer fields.
        }
        return total;
    }

    private long readChunkSize() throws IOException {
        return parseLength(readLine().replaceFirst(";.*", "").strip(), HEXADECIMAL);
    }

    private static long parseLength(String text, int radix) throws IOException {
        if (!text.matches(radix == HEXADECIMAL ? "[0-9a-fA-F]{1,15}" : "\\d{1,18}")) {
            throw new IOException("invalid length '" + text + "' of the response");
        }
        return Long.parseLong(text, radix);
    }

    private long copy(long size, OutputStream body) throws IOException {
        for (long remaining = size; remaining > 0; ) {
            if (position == limit) {
                fill();
            }
            int length = (int) Math.min(remaining, limit - position);
            body.write(buffer, position, length);
            position += length;
            remaining -= length;
        }
        return size;
    }

    /** Reads until the server closes the connection. */
    private long readUntilClose(OutputStream body) throws IOException {
        long size = copy(limit - position, body);
        for (int length = readBuffer(); length >= 0; length = readBuffer()) {
            size += copy(length, body);
        }
        return size;
    }

    private int readBuffer() throws IOException {
        position = 0;
        int length = socket.getInputStream().read(buffer);
        limit = Math.max(0, length);
        return length;
    }

    private void fill() throws IOException {
        if (readBuffer() < 0) {
            throw new EOFException();
        }
    }

    private int readByte() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = readByte(); next != '\n'; next = readByte()) {
            if (line.length() == MAX_LINE_LENGTH) {
                throw new IOException("a header line of the response is too long");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
