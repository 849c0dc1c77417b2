// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/** A value and its location in a file. */
public record Located<T>(T value, SourceLocation location) {}
