// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.mqecn.host.CommandRunner;

/**
 * A switch between guests, as a part of this process: it uses no network of the host. A guest that runs {@code
 * ethernet-over-serial.py} has a device {@code eth0}, whose frames come here over the guest's serial line.
 *
 * <p>It learns addresses, as in IEEE 802.1D: a frame to an unknown address leaves through all other lines.
 */
public final class EthernetSwitch implements AutoCloseable {
    private static final int ADDRESS_BYTES = 6;

    private final Path folder;
    private final List<Line> lines = new ArrayList<>();
    private final Map<ByteBuffer, Line> lineOfAddress = new ConcurrentHashMap<>();

    /** @param folder for the named pipes of the lines */
    public EthernetSwitch(Path folder) {
        this.folder = folder;
    }

    /** Adds a line for one guest. */
    public synchronized GuestSpec.SerialLine addLine() throws IOException {
        Path toGuest = folder.resolve("to-guest-" + lines.size());
        Path fromGuest = folder.resolve("from-guest-" + lines.size());
        assertEquals(
                0,
                new CommandRunner()
                        .capture(List.of("mkfifo", toGuest.toString(), fromGuest.toString()))
                        .exitStatus());
        Line line = new Line(toGuest, fromGuest);
        lines.add(line);
        startThread("from line " + lines.size(), () -> forward(line));
        startThread("to line " + lines.size(), line::send);
        return new GuestSpec.SerialLine(toGuest, fromGuest);
    }

    private static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void forward(Line from) {
        for (byte[] frame = from.receive(); frame.length > 0; frame = from.receive()) {
            lineOfAddress.put(address(frame, ADDRESS_BYTES), from);
            Line known = lineOfAddress.get(address(frame, 0));
            for (Line to : known == null ? otherLines(from) : List.of(known)) {
                to.queue.offer(frame);
            }
        }
    }

    private synchronized List<Line> otherLines(Line line) {
        return lines.stream().filter(each -> each != line).toList();
    }

    private static ByteBuffer address(byte[] frame, int offset) {
        return ByteBuffer.wrap(frame, offset, ADDRESS_BYTES).slice();
    }

    @Override
    public synchronized void close() throws IOException {
        for (Line line : lines) {
            line.end();
        }
    }

    /** Both ends of both pipes are open here: there is no end of file when a guest ends. */
    private static final class Line {
        private static final int END = 0xffff;
        private static final int QUEUED_FRAMES = 1000;

        private final RandomAccessFile toGuest;
        private final RandomAccessFile fromGuest;
        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED_FRAMES);
        /** Frames that the guest has asked for. */
        private final Semaphore wanted = new Semaphore(0);

        Line(Path toGuest, Path fromGuest) throws IOException {
            this.toGuest = new RandomAccessFile(toGuest.toFile(), "rw");
            this.fromGuest = new RandomAccessFile(fromGuest.toFile(), "rw");
        }

        /** The next frame of the guest; empty at the end of the line. */
        byte[] receive() {
            try {
                int length = fromGuest.readUnsignedShort();
                while (length == 0) {
                    wanted.release();
                    length = fromGuest.readUnsignedShort();
                }
                byte[] frame = new byte[length == END ? 0 : length];
                fromGuest.readFully(frame);
                return frame;
            } catch (IOException e) {
                return new byte[0];
            }
        }

        /** Sends frames of the queue until an empty one. */
        void send() {
            try {
                for (byte[] frame = queue.take(); frame.length > 0; frame = queue.take()) {
                    wanted.acquire();
                    toGuest.write(ByteBuffer.allocate(Short.BYTES + frame.length)
                            .putShort((short) frame.length)
                            .put(frame)
                            .array());
                }
            } catch (InterruptedException | IOException e) {
                return;
            }
        }

        void end() throws IOException {
            fromGuest.writeShort(END);
            queue.clear();
            queue.add(new byte[0]);
            wanted.release();
        }
    }
}
