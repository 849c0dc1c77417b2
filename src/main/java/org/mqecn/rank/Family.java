// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

/** The two kinds of IP packets, and either of them. */
enum Family {
    IPV4("IPv4", "ip", "ipv4", 2),
    IPV6("IPv6", "ip6", "ipv6", 10),
    ANY("IP", "", "", 0);

    private final String title;
    private final String header;
    private final String nfproto;
    private final int number;

    Family(String title, String header, String nfproto, int number) {
        this.title = title;
        this.header = header;
        this.nfproto = nfproto;
        this.number = number;
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

    /** NFPROTO_…. */
    int number() {
        return number;
    }
}
