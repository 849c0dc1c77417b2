// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * What a check says of its facts.
 *
 * @param source where the fact is from: a file, a command, a netlink request
 * @param remedy what to do; empty if nothing
 */
public record Judgement(Severity severity, String fact, String source, String remedy) {
    static Judgement ok(String fact, String source) {
        return new Judgement(Severity.OK, fact, source, "");
    }

    static Judgement warning(String fact, String source, String remedy) {
        return new Judgement(Severity.WARNING, fact, source, remedy);
    }

    static Judgement failure(String fact, String source, String remedy) {
        return new Judgement(Severity.FAILURE, fact, source, remedy);
    }
}
