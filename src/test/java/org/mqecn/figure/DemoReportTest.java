// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {
    @TempDir
    private Path folder;

    private String page(Comparison comparison) throws IOException {
        comparison.write(folder.resolve(DemoReport.DATA));
        DemoReport.write(folder);
        return Files.readString(folder.resolve(DemoReport.PAGE));
    }

    @Test
    void dataFileIsReadAsItWasWritten() throws IOException {
        Examples.comparison().write(folder.resolve(DemoReport.DATA));
        Comparison read = Comparison.read(folder.resolve(DemoReport.DATA));
        read.write(folder.resolve("again.json"));
        assertEquals(-1, Files.mismatch(folder.resolve(DemoReport.DATA), folder.resolve("again.json")));
        assertEquals(Examples.comparison().title(), read.title());
    }

    @Test
    void picturesAndPageAreMadeFromTheDataFileAlone() throws IOException {
        String page = page(Examples.comparison());
        for (String name : new String[] {"occupancy", "rtt"}) {
            assertTrue(Files.readString(folder.resolve(name + ".svg")).contains("<svg"));
            byte[] png = Files.readAllBytes(folder.resolve(name + ".png"));
            assertArrayEquals(new byte[] {'P', 'N', 'G'}, new byte[] {png[1], png[2], png[3]});
        }
        assertEquals(2, page.split("<svg", -1).length - 1);
        assertTrue(page.contains("One &amp; the other") && page.contains("echo &lt;hello&gt;"));
    }

    @Test
    void pageNeedsNoNetworkAndHasEveryPlaceFilled() throws IOException {
        String page = page(Examples.comparison());
        assertFalse(page.replaceAll("(?s)<script.*?</script>", "").contains("{{"), page);
        assertFalse(page.contains("src=\"http") || page.contains("href=\"http"), page);
    }

    @Test
    void runThatDoesNotCountIsToldOfFirst() throws IOException {
        assertFalse(page(Examples.comparison()).contains("do not count"));
        assertTrue(page(Examples.comparison("sender1 does not run DCTCP"))
                .contains("mq-ecn: sender1 does not run DCTCP"));
    }

    @Test
    void valuesFarFromThePapersAreSeen() throws IOException {
        assertTrue(page(Examples.comparison()).contains("<td class=\"off\">466</td>"));
    }
}
