// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GuestInputTest {
    @Test
    void quotesAssignmentsForTheShell() {
        assertEquals("CWD='/a b'\\''c $HOME'\n", GuestInput.shellAssignment("CWD", "/a b'c $HOME"));
    }

    @Test
    void escapesSpacesInFstabAsOctal() {
        assertEquals(
                "/a\\040b\\134 /run/root/c none bind,ro\n",
                GuestInput.fstabLine(Path.of("/a b\\"), Path.of("/c"), "bind,ro"));
    }
}
