// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mqecn.netlink.Qdisc;

/**
 * A stock qdisc that a port replaces, which remove puts back.
 *
 * @param parent as tc prints it: {@code root} or {@code parent 1:2}
 * @param words handle, kind and options for tc: {@code handle 5: fq_codel limit 77}
 * @param options the kernel's, in hexadecimal digits: the qdisc that is put back must have the same
 */
record EarlierQdisc(String parent, List<String> words, String options) {
    /** Empty if tc cannot make the qdisc again from its options. */
    static Optional<EarlierQdisc> of(Qdisc qdisc) {
        return qdisc.stockArguments().map(arguments -> {
            List<String> words = new ArrayList<>(List.of("handle", qdisc.handleText(), qdisc.kind()));
            words.addAll(arguments);
            return new EarlierQdisc(qdisc.parentText(), words, optionsOf(qdisc));
        });
    }

    String name() {
        return words.get(2) + " " + words.get(1);
    }

    private static String optionsOf(Qdisc qdisc) {
        byte[] bytes = new byte[qdisc.rawOptions().remaining()];
        qdisc.rawOptions().duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a user's qdisc has its place. */
    boolean isBlockedBy(Qdisc qdisc) {
        return qdisc.parentText().equals(parent) && !qdisc.isDefault();
    }

    /** Whether a qdisc is what this one was. */
    boolean matches(Qdisc qdisc) {
        return of(qdisc).filter(this::equals).isPresent();
    }
}
