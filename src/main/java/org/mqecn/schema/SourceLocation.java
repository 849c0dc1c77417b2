// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/**
 * A location in a file.
 *
 * @param line from 1
 * @param column from 1
 */
public record SourceLocation(String file, int line, int column) implements Comparable<SourceLocation> {
    @Override
    public int compareTo(SourceLocation other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
