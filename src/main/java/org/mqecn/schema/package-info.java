// SPDX-License-Identifier: Apache-2.0
/**
 * Strict reading of YAML 1.2 files: every key is known, every value has a type, every error has file, line and column. An
 * {@link org.mqecn.schema.ObjectSchema} declares a format once; parsing, messages and JSON schema follow from it.
 */
package org.mqecn.schema;
