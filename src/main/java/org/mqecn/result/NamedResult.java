// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

/** What figures and checks refer to by name: a metric or samples. */
public interface NamedResult {
    NameTemplate nameTemplate();

    /** What a case has to have so that a run of it gives this. */
    MetricSource source();

    String description();

    /** The name, with placeholders in capitals. */
    default String template() {
        return nameTemplate().text();
    }

    default MetricUnit unit() {
        return MetricUnit.ofName(template());
    }

    /** The only name, if there are no placeholders. */
    default String key() {
        return nameTemplate().name();
    }

    /** The name for one traffic. */
    default String ofTraffic(String traffic) {
        return nameTemplate().withTraffic(traffic).name();
    }

    /** The name for one flow or service of a traffic. */
    default String ofPart(String traffic, int number) {
        return nameTemplate().withNumber(number).withTraffic(traffic).name();
    }

    /** The name for a bin of sizes. */
    default String ofBin(Enum<?> bin) {
        return nameTemplate().withBin(bin).name();
    }

    /** The name for a bin of sizes of one service of a traffic. */
    default String ofPart(String traffic, int number, Enum<?> bin) {
        return nameTemplate()
                .withNumber(number)
                .withBin(bin)
                .withTraffic(traffic)
                .name();
    }

    /** The name for a port, {@code s1:h1}. */
    default String ofPort(String port) {
        return nameTemplate().withPort(port).name();
    }

    /** The name for a queue of a port. */
    default String ofPort(String port, int queue) {
        return nameTemplate().withNumber(queue).withPort(port).name();
    }

    /** The name for a percentile or a queue. */
    default String ofNumber(int number) {
        return nameTemplate().withNumber(number).name();
    }
}
