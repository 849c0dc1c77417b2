// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mqecn.netlink.DeviceLink;
import org.mqecn.netlink.Qdisc;
import org.mqecn.netlink.RtnetlinkReader;
import org.mqecn.port.QdiscKind;
import org.mqecn.port.QdiscRequest;

/** Installs a port in a guest and prints the number of netlink dumps before and after the change. */
final class InstallRequestCounter {
    private static final Map<String, Integer> DUMPS = new TreeMap<>();

    private InstallRequestCounter() {}

    /** Counts the dumps of links, and of qdiscs except those that poll counters while test packets are in flight. */
    private static final class CountingReader extends RtnetlinkReader {
        @Override
        public List<DeviceLink> readLinks() {
            DUMPS.merge("links", 1, Integer::sum);
            return super.readLinks();
        }

        @Override
        public List<Qdisc> readQdiscs() {
            boolean polls = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(PortSelfTest.class.getName())));
            DUMPS.merge(polls ? "polls" : "qdiscs", 1, Integer::sum);
            return super.readQdiscs();
        }
    }

    public static void main(String[] arguments) {
        ChangeContext context = ChangeContext.onThisMachine("", false);
        QdiscRequest request = QdiscRequest.parse(QdiscKind.DWRR, List.of("rate", "995mbit"));
        InstallRequest install = new InstallRequest(arguments[0], request, "", "", false, false);
        for (int i = 0; i < 2; i++) {
            DUMPS.clear();
            ChangeOutcome outcome = new PortInstaller(context, install, CountingReader::new).install();
            DUMPS.remove("polls");
            System.out.println((outcome.changed() ? "install " : "repeat ") + DUMPS);
        }
    }
}
