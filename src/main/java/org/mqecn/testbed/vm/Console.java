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
import org.mqecn.port.UserError;

/** The serial console of a virtual machine, on a Unix socket; QEMU lets in one at a time. */
public final class Console implements AutoCloseable {
    /** The key that leaves it, where a person types: Ctrl-]. */
    public static final int ESCAPE = 0x1d;

    private enum Event { HEARD, INPUT_ENDED, MACHINE_ENDED, LEFT }

    private static final int CHUNK = 8192;
    /** Translated instructions are slow: a machine may think for a while before it answers. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private Console(SocketChannel channel) {
        this.channel = channel;
    }

    static Console connect(Path file) {
        try {
            return new Console(SocketChannel.open(UnixDomainSocketAddress.of(file)));
        } catch (IOException e) {
            throw new UserError("cannot connect to the console " + file + ": " + e.getMessage(),
                    "run mqecn as root (with sudo)");
        }
    }

    /**
     * Passes on what is typed and what the machine says, until the machine ends or the escape key is typed. Without
     * such a key, it ends when the input has ended and the machine has been silent for a moment.
     *
     * @param hasEscape whether a person types
     */
    public void join(InputStream input, OutputStream output, boolean hasEscape) {
        start("console-input", () -> send(input, hasEscape));
        start("console-output", () -> receive(output));
        try {
            boolean inputEnded = false;
            Event event = Event.HEARD;
            while (event == Event.HEARD || event == Event.INPUT_ENDED) {
                inputEnded |= event == Event.INPUT_ENDED;
                event = inputEnded ? events.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS) : events.take();
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
                int end = hasEscape ? escape(bytes, count) : count;
                ByteBuffer rest = ByteBuffer.wrap(bytes, 0, end);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                if (end < count) {
                    events.add(Event.LEFT);
                    return;
                }
            }
            events.add(Event.INPUT_ENDED);
        } catch (IOException e) {
            events.add(Event.MACHINE_ENDED);
        }
    }

    /** Where the escape key stands; the count where it does not. */
    private static int escape(byte[] bytes, int count) {
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
                events.add(Event.HEARD);
            }
            events.add(Event.MACHINE_ENDED);
        } catch (IOException e) {
            events.add(Event.MACHINE_ENDED);
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
