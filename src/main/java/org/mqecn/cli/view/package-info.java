// SPDX-License-Identifier: Apache-2.0
/** How verbs write their results: tables and JSON. No logic. */
package org.mqecn.cli.view;
