// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Names for contents: SHA-256 in hexadecimal. What is kept in the cache is named after what it was made from. */
final class ContentDigest {
    private ContentDigest() {}

    static String of(String text) {
        return toHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of files below a folder: their names and contents, in the order given. */
    static String of(Path folder, List<Path> files) {
        MessageDigest sum = sha256();
        try {
            for (Path file : files) {
                byte[] content = Files.readAllBytes(file);
                sum.update((folder.relativize(file) + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
                sum.update(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return toHex(sum.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String toHex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
