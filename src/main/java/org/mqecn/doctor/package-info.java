// SPDX-License-Identifier: Apache-2.0
/** Finds what keeps a port from working or marking. A check judges facts; {@link org.mqecn.doctor.Doctor} acquires them. */
package org.mqecn.doctor;
