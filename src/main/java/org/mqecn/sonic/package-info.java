// SPDX-License-Identifier: Apache-2.0
/** QoS configurations of SONiC switches: from config_db.json or qos.json to a port, and back. Pure. */
package org.mqecn.sonic;
