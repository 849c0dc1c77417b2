// SPDX-License-Identifier: Apache-2.0
package org.mqecn.doctor;

/**
 * A file in the archive of a bug report.
 *
 * @param description what it holds
 */
public record ReportEntry(String name, String description, String text) {}
