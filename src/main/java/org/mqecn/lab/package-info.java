// SPDX-License-Identifier: Apache-2.0
/** Builds kernels and runs commands in User-Mode Linux guests in virtual time. */
package org.mqecn.lab;
