// SPDX-License-Identifier: Apache-2.0
package org.mqecn.experiment.scenario;

/**
 * Where a scenario comes from.
 *
 * @param source paper and figure
 * @param url empty where it has none
 */
public record PaperReference(String source, String url) {}
