// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Properties as text, the form of the small files in which mqecn stores its own state. */
public final class PropertyText {
    private PropertyText() {}

    public static Properties parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text has no input errors", e);
        }
        return properties;
    }

    public static String format(Properties properties) {
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException("a text has no output errors", e);
        }
        return text.toString();
    }
}
