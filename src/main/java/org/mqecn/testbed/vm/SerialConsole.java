// SPDX-License-Identifier: Apache-2.0
package org.mqecn.testbed.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mqecn.value.UserError;

/** The serial console of a virtual machine, on a Unix socket. QEMU serves one client at a time. */
public final class SerialConsole implements AutoCloseable {
    /** The key that detaches an interactive user: Ctrl-]. */
    public static final int ESCAPE = 0x1d;

    private enum ConsoleEvent {
        OUTPUT,
        INPUT_ENDED,
        DISCONNECTED,
        DETACHED
    }

    private static final int CHUNK = 8192;
    /** An emulated machine may take a while to respond. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final BlockingQueue<ConsoleEvent> events = new LinkedBlockingQueue<>();

    private SerialConsole(SocketChannel channel) {
        this.channel = channel;
    }

    static SerialConsole connect(Path file) {
        try {
            return new SerialConsole(SocketChannel.open(UnixDomainSocketAddress.of(file)));
        } catch (IOException e) {
            throw new UserError(
                    "cannot connect to the console " + file + ": " + e.getMessage(), "run mqecn as root (with sudo)");
        }
    }

    /**
     * Copies input to the console and output from it, until the machine ends or the user types the escape key. Without
     * an escape key, it returns when the input has ended and the machine has sent no output for the idle timeout.
     *
     * @param hasEscape whether the input is interactive
     */
    public void attach(InputStream input, OutputStream output, boolean hasEscape) {
        start("console-input", () -> send(input, hasEscape));
        start("console-output", () -> receive(output));
        try {
            boolean inputEnded = false;
            ConsoleEvent consoleEvent = ConsoleEvent.OUTPUT;
            while (consoleEvent == ConsoleEvent.OUTPUT || consoleEvent == ConsoleEvent.INPUT_ENDED) {
                inputEnded |= consoleEvent == ConsoleEvent.INPUT_ENDED;
                consoleEvent = inputEnded ? events.poll(IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) : events.take();
            }
        } catch (InterruptedException e) {
            throw new UserError("interrupted", "");
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void send(InputStream input, boolean hasEscape) {
        byte[] bytes = new byte[CHUNK];
        try {
            for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
                int end = hasEscape ? indexOfEscape(bytes, count) : count;
                ByteBuffer remaining = ByteBuffer.wrap(bytes, 0, end);
                while (remaining.hasRemaining()) {
                    channel.write(remaining);
                }
                if (end < count) {
                    events.add(ConsoleEvent.DETACHED);
                    return;
                }
            }
            events.add(ConsoleEvent.INPUT_ENDED);
        } catch (IOException e) {
            events.add(ConsoleEvent.DISCONNECTED);
        }
    }

    /** The index of the escape key, or the count if there is none. */
    private static int indexOfEscape(byte[] bytes, int count) {
        int at = 0;
        while (at < count && bytes[at] != ESCAPE) {
            at++;
        }
        return at;
    }

    private void receive(OutputStream output) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        try {
            while (channel.read(buffer) >= 0) {
                output.write(buffer.array(), 0, buffer.position());
                output.flush();
                buffer.clear();
                events.add(ConsoleEvent.OUTPUT);
            }
            events.add(ConsoleEvent.DISCONNECTED);
        } catch (IOException e) {
            events.add(ConsoleEvent.DISCONNECTED);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserError("cannot close the console: " + e.getMessage(), "");
        }
    }
}
