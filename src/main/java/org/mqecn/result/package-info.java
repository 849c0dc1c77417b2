// SPDX-License-Identifier: Apache-2.0
/**
 * What a run and an experiment leave behind: records that are written and read by the same code, their layout in a
 * folder, their JSON schema, and the metrics in them. {@code docs/run-format.md} describes the files.
 */
package org.mqecn.result;
