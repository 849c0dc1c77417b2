// SPDX-License-Identifier: Apache-2.0
package org.mqecn.figure;

/** What a figure is: a picture, or numbers. */
sealed interface FigureContent permits Picture, ValueTable {}
