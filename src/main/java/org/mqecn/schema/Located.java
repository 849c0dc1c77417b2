// SPDX-License-Identifier: Apache-2.0
package org.mqecn.schema;

/** A value and where it stands. */
public record Located<T>(T value, SourceLocation location) {}
