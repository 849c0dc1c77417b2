// SPDX-License-Identifier: Apache-2.0
package org.mqecn.rank;

import java.util.Arrays;
import java.util.Optional;

/** IPv4, IPv6, or both. */
enum IpFamily {
    IPV4("IPv4", "ip", "ipv4", 2, 1),
    IPV6("IPv6", "ip6", "ipv6", 10, 58),
    ANY("IP", "", "", 0, -1);

    private final String title;
    private final String nftHeader;
    private final String nftKeyword;
    private final int nfproto;
    private final int icmpProtocol;

    IpFamily(String title, String header, String nfproto, int number, int messages) {
        this.title = title;
        this.nftHeader = header;
        this.nftKeyword = nfproto;
        this.nfproto = number;
        this.icmpProtocol = messages;
    }

    /** As shown to users. */
    String title() {
        return title;
    }

    /** nft's keyword for the header. */
    String nftHeader() {
        return nftHeader;
    }

    /** nft's keyword for the family. */
    String nftKeyword() {
        return nftKeyword;
    }

    /** The only family with this protocol: ICMP and ICMPv6 belong to one each. */
    static Optional<IpFamily> ofIcmpProtocol(int protocol) {
        return Arrays.stream(values())
                .filter(ipFamily -> ipFamily.icmpProtocol == protocol)
                .findFirst();
    }

    /** NFPROTO_…. */
    int nfproto() {
        return nfproto;
    }
}
