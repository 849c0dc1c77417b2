// SPDX-License-Identifier: Apache-2.0
package org.mqecn.topology;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What stands for a name where the name itself does not fit. */
final class NameHash {
    private NameHash() {}

    /** SHA-256, in hexadecimal digits. */
    static String hexDigest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
