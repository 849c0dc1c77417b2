// SPDX-License-Identifier: Apache-2.0
package org.mqecn.behaviour.scheme;

import java.math.BigDecimal;

/** Dynamic thresholds (Choudhury, Hahne, ToN 1998, equation 1): T = alpha * (B - Q). */
final class DynamicThresholdsModel extends BufferModel {
    private BigDecimal alpha;

    @Override
    public void configure(long[] parameters, PortView view) {
        super.configure(parameters, view);
        alpha = share(parameters[0]);
    }

    @Override
    public long limit(long portBytes) {
        return dynamicThreshold(alpha, portBytes);
    }
}
