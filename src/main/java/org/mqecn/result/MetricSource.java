// SPDX-License-Identifier: Apache-2.0
package org.mqecn.result;

/** What a case has to have so that a run of it gives a metric. */
public enum MetricSource {
    EVERY_CASE("every case"),
    PAYLOAD("traffic other than probes"),
    PARTS("several flows, or several services"),
    PROBES("probes"),
    LONG_FLOWS("flows without a size"),
    SIZED_FLOWS("requests, or flows with a size"),
    SERVICES("requests with several services, or flows with a size and several DSCPs"),
    ONE_PORT("one measured port"),
    SEVERAL_PORTS("several measured ports"),
    LATE_FLOWS("flows that start during the measurement"),
    HISTOGRAMS("a measured dwrr port with histograms on"),
    CPU_BENCHMARK("mqecn bench cpu");

    private final String text;

    MetricSource(String text) {
        this.text = text;
    }

    /** For people: {@code probes}. */
    public String text() {
        return text;
    }
}
