// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads the output of make, a line per step, and reports progress in steps of 10 %. */
final class BuildProgress extends OutputStream {
    private final String what;
    private final int expected;
    private final Consumer<String> progress;
    private final long start = System.nanoTime();
    private int steps;
    private int tenths;

    BuildProgress(String what, int expected, Consumer<String> progress) {
        this.what = what;
        this.expected = expected;
        this.progress = progress;
        progress.accept(what);
    }

    @Override
    public void write(int character) {
        if (character != '\n') {
            return;
        }
        steps++;
        int now = Math.min(9, steps * 10 / expected);
        if (now > tenths) {
            tenths = now;
            progress.accept(what + ": " + now * 10 + " %, " + elapsed());
        }
    }

    @Override
    public void write(byte[] text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(text[i]);
        }
    }

    void finish() {
        progress.accept(what + ": done, " + elapsed());
    }

    private String elapsed() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
    }
}
