// SPDX-License-Identifier: Apache-2.0
package org.mqecn.host;

import java.time.Duration;
import java.util.Optional;

/**
 * The confirmation that a change of ports waits for.
 *
 * @param time after which the change is undone
 * @param edited the file that is replaced with the confirmation
 */
record Confirmation(Duration time, Optional<EditedFile> edited) {}
