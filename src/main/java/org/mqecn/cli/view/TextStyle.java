// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

/** Colours of a terminal; plain text where it has none. */
public enum TextStyle {
    PLAIN,
    COLOURED;

    private static final String START = "\u001b[";
    private static final String RESET = START + "0m";

    public String bold(String text) {
        return wrap("1m", text);
    }

    public String red(String text) {
        return wrap("31m", text);
    }

    public String green(String text) {
        return wrap("32m", text);
    }

    public String yellow(String text) {
        return wrap("33m", text);
    }

    public String cyan(String text) {
        return wrap("36m", text);
    }

    private String wrap(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : START + code + text + RESET;
    }
}
