// SPDX-License-Identifier: Apache-2.0
/** Resources of one machine: namespaces, devices, qdiscs, addresses, routes, sysctls, services. */
package org.mqecn.testbed.resources;
