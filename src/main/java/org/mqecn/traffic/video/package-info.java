// SPDX-License-Identifier: Apache-2.0
/** Video on demand: encodes videos and streams them as viewers do. */
package org.mqecn.traffic.video;
