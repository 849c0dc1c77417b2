// SPDX-License-Identifier: Apache-2.0
package org.mqecn.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
    private static String print(TextTable textTable) {
        StringWriter text = new StringWriter();
        textTable.print(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void wordsStandLeftAndNumbersRight() {
        TextTable textTable = new TextTable().textColumn("key").numberColumn("", "value");
        textTable.addRow(List.of("a", "1"));
        textTable.addRow(List.of("longer", "12345678"));
        assertEquals(
                """
                key        value
                a              1
                longer  12345678
                """,
                print(textTable));
    }

    @Test
    void columnsOfOneGroupHaveOneTitle() {
        TextTable textTable = new TextTable()
                .textColumn("queue")
                .numberColumn("sent", "packets")
                .numberColumn("sent", "bytes")
                .numberColumn("a wide title", "B");
        textTable.addRow(List.of("0", "1", "1538", "7"));
        assertEquals(
                """
                                 sent  a wide title
                queue  packets  bytes             B
                0            1   1538             7
                """,
                print(textTable));
    }
}
