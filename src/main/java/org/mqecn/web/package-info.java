// SPDX-License-Identifier: Apache-2.0
/** A small HTTP server for pages and metrics, on the JDK's own. */
package org.mqecn.web;
