// SPDX-License-Identifier: Apache-2.0
package org.mqecn.traffic;

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

/**
 * One TCP connection to one server that GETs files, one after the other, over HTTP/1.1 (RFC 9112). It is opened by
 * the first request, and anew where the server closed it between two.
 *
 * <p>A plain socket and not {@code java.net.http}: the time of a segment is that of the read that brought it, with
 * no other thread in between, and a session is one connection and not a pool.
 */
final class HttpConnection implements Server {
    private static final int HTTP = 80;
    private static final int OK = 200;
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_LINE = 1 << 14;
    private static final int HEXADECIMAL = 16;

    private final Clock clock;
    private final int patience;
    private final byte[] buffer = new byte[CHUNK];
    private Socket socket;
    private int at;
    private int end;
    private String authority = "";
    private long firstByte;

    /** @param patience silence after which a request is given up */
    HttpConnection(Clock clock, Duration patience) {
        this.clock = clock;
        this.patience = Math.toIntExact(patience.toMillis());
    }

    @Override
    public Transfer get(URI file, OutputStream body) throws IOException {
        requireHttp(file);
        try {
            return exchange(file, body);
        } catch (SocketTimeoutException e) {
            throw new IOException(file + ": silence for " + patience + " ms", e);
        } catch (EOFException e) {
            throw new IOException(file + ": the server closed the connection", e);
        } catch (SocketException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new IOException(file + ": there is no host " + file.getHost(), e);
        }
    }

    private void requireHttp(URI file) throws IOException {
        if (!"http".equals(file.getScheme()) || file.getHost() == null) {
            throw new IOException(file + ": not an http:// address");
        }
        if (!authority.isEmpty() && !authority.equals(file.getRawAuthority())) {
            throw new IOException(file + ": not on " + authority + ", and a session has one connection");
        }
    }

    private Transfer exchange(URI file, OutputStream body) throws IOException {
        long requested = clock.now();
        Map<String, String> headers = request(file);
        long bytes = body(headers, body);
        long complete = clock.now();
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            close();
        }
        return new Transfer(bytes, requested, firstByte, complete);
    }

    private Map<String, String> request(URI file) throws IOException {
        boolean reused = socket != null;
        try {
            return ask(file);
        } catch (EOFException | SocketException e) {
            if (!reused) {
                throw e;
            }
            // An idle connection may be closed at any time: that is no failure of the request (RFC 9112, 9.3.1).
            close();
            return ask(file);
        }
    }

    private Map<String, String> ask(URI file) throws IOException {
        open(file);
        send(file);
        fill();
        firstByte = clock.now();
        return header(file);
    }

    private void open(URI file) throws IOException {
        if (socket == null) {
            authority = file.getRawAuthority();
            socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patience);
            int port = file.getPort() < 0 ? HTTP : file.getPort();
            socket.connect(new InetSocketAddress(file.getHost(), port), patience);
            at = 0;
            end = 0;
        }
    }

    private void send(URI file) throws IOException {
        String path = file.getRawPath().isEmpty() ? "/" : file.getRawPath();
        String request = "GET " + path + (file.getRawQuery() == null ? "" : "?" + file.getRawQuery())
                + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: mqecn\r\nAccept-Encoding: identity\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The header fields of an answer that has what was asked for. */
    private Map<String, String> header(URI file) throws IOException {
        String status = line();
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
        }
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException(file + ": the answer is not HTTP/1.1");
        }
        if (Integer.parseInt(status.substring(9, 12)) != OK) {
            throw new IOException(file + ": " + status.substring(9));
        }
        if (status.startsWith("HTTP/1.0")) {
            headers.putIfAbsent("connection", "close");
        }
        return headers;
    }

    private long body(Map<String, String> headers, OutputStream body) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(body);
        }
        if (headers.containsKey("content-length")) {
            return copy(number(headers.get("content-length"), 10), body);
        }
        headers.put("connection", "close");
        return rest(body);
    }

    private long chunks(OutputStream body) throws IOException {
        long total = 0;
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            total += copy(size, body);
            line();
        }
        while (!line().isEmpty()) {
            // Trailer fields say nothing that matters here.
        }
        return total;
    }

    private long chunkSize() throws IOException {
        return number(line().replaceFirst(";.*", "").strip(), HEXADECIMAL);
    }

    private static long number(String text, int radix) throws IOException {
        if (!text.matches(radix == HEXADECIMAL ? "[0-9a-fA-F]{1,15}" : "\\d{1,18}")) {
            throw new IOException("the server says that its answer has '" + text + "' bytes");
        }
        return Long.parseLong(text, radix);
    }

    private long copy(long size, OutputStream body) throws IOException {
        for (long left = size; left > 0;) {
            if (at == end) {
                fill();
            }
            int length = (int) Math.min(left, end - at);
            body.write(buffer, at, length);
            at += length;
            left -= length;
        }
        return size;
    }

    /** What the server sends until it closes the connection. */
    private long rest(OutputStream body) throws IOException {
        long size = copy(end - at, body);
        for (int length = read(); length >= 0; length = read()) {
            size += copy(length, body);
        }
        return size;
    }

    private int read() throws IOException {
        at = 0;
        int length = socket.getInputStream().read(buffer);
        end = Math.max(0, length);
        return length;
    }

    private void fill() throws IOException {
        if (read() < 0) {
            throw new EOFException();
        }
    }

    private int next() throws IOException {
        if (at == end) {
            fill();
        }
        return buffer[at++] & 0xff;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = next(); next != '\n'; next = next()) {
            if (line.length() == LONGEST_LINE) {
                throw new IOException("the answer has a line without end");
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
