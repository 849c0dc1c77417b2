// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Example rules for the tests of this package. */
final class RuleExamples {
    static final Path FOLDER = Path.of("src/test/resources/org/mqecn/rank");

    private static final NameDatabase NAMES = NameDatabase.parse(
            "root:x:0:0::/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\n",
            "ftp-data 20/tcp\nftp 21/tcp # File Transfer\nssh 22/tcp\nhttp 80/tcp www\nhttp 80/udp\n"
                    + "\nodd 512/tcp\nodd 513/udp\n",
            "ip 0 IP # not a real protocol\ngre 47 GRE\nospf 89 OSPFIGP\n");

    private RuleExamples() {}

    static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rules of every kind. */
    static List<Rule> rules() {
        return file(text("rules.yaml")).rules();
    }

    static RuleFile file(String text) {
        return RuleFile.of(FOLDER.resolve("rules.yaml").toString(), text, NAMES);
    }

    /** One rule, in the syntax of a rule file. */
    static Rule rule(String name, String fields) {
        return file("rules:\n  " + name + ": {" + fields + "}\n").rules().get(0);
    }
}
