// SPDX-License-Identifier: Apache-2.0
/**
 * Files that people write, in YAML 1.2, read strictly: every key is known, every value has a kind, every complaint
 * names file, line and column. What may stand in a file is said once, by a {@link org.mqecn.schema.ObjectSchema}; reading,
 * messages and JSON schema follow from it.
 */
package org.mqecn.schema;
