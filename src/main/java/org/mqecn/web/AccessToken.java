// SPDX-License-Identifier: Apache-2.0
package org.mqecn.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.mqecn.value.UserError;

/** A secret that a client must know. */
public final class AccessToken {
    private static final int RANDOM_BYTES = 24;
    /** Shorter ones can be guessed by trying. */
    private static final int MIN_LENGTH = 16;

    private static final int COOKIE_NAME_BYTES = 4;

    private final String text;

    private AccessToken(String text) {
        this.text = text;
    }

    /** A new one of 192 random bits. */
    public static AccessToken random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** @throws UserError if it could be guessed, or cannot be part of an address */
    public static AccessToken of(String text) {
        if (text.length() < MIN_LENGTH || !text.matches("[A-Za-z0-9_.~-]+")) {
            throw new UserError(
                    "the token is not at least " + MIN_LENGTH + " letters, digits or any of _ . ~ -",
                    "make one: openssl rand -hex 24");
        }
        return new AccessToken(text);
    }

    /** Takes the same time for all candidates of a length: the time tells nothing about the token. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(hash(text), hash(candidate));
    }

    /** Cookies of a host are sent to all of its ports: servers with different tokens need different names. */
    String cookieName() {
        return "mqecn-" + HexFormat.of().formatHex(hash(text), 0, COOKIE_NAME_BYTES);
    }

    /** Hashes have one length, so that the time of a comparison does not tell the token's. */
    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }

    /** The secret itself. */
    @Override
    public String toString() {
        return text;
    }
}
