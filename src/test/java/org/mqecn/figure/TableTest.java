// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static String print(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void wordsStandLeftAndNumbersRight() {
        Table table = new Table().words("key").numbers("", "value");
        table.row(List.of("a", "1"));
        table.row(List.of("longer", "12345678"));
        assertEquals("""
                key        value
                a              1
                longer  12345678
                """, print(table));
    }

    @Test
    void columnsOfOneGroupHaveOneTitle() {
        Table table = new Table().words("queue").numbers("sent", "packets").numbers("sent", "bytes")
                .numbers("a wide title", "B");
        table.row(List.of("0", "1", "1538", "7"));
        assertEquals("""
                                 sent  a wide title
                queue  packets  bytes             B
                0            1   1538             7
                """, print(table));
    }
}
