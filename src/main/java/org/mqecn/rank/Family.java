// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Arrays;
import java.util.Optional;

/** The two kinds of IP packets, and either of them. */
enum Family {
    IPV4("IPv4", "ip", "ipv4", 2, 1),
    IPV6("IPv6", "ip6", "ipv6", 10, 58),
    ANY("IP", "", "", 0, -1);

    private final String title;
    private final String header;
    private final String nfproto;
    private final int number;
    private final int messages;

    Family(String title, String header, String nfproto, int number, int messages) {
        this.title = title;
        this.header = header;
        this.nfproto = nfproto;
        this.number = number;
        this.messages = messages;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** nft's word for its header. */
    String header() {
        return header;
    }

    /** nft's word for it. */
    String nfproto() {
        return nfproto;
    }

    /** The only one that carries a protocol: each has its own messages, ICMP and ICMPv6. */
    static Optional<Family> only(int protocol) {
        return Arrays.stream(values()).filter(family -> family.messages == protocol).findFirst();
    }

    /** NFPROTO_…. */
    int number() {
        return number;
    }
}
