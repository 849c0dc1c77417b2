// SPDX-License-Identifier: Apache-2.0
package org.mqecn.lab;

import java.math.BigDecimal;

/** Dynamic thresholds (Choudhury, Hahne, ToN 1998, equation 1): T = alpha * (B - Q). */
final class DynamicThresholdsModel extends BufferModel {
    private final BigDecimal alpha;

    DynamicThresholdsModel(long[] parameters) {
        alpha = share(parameters[0]);
    }

    @Override
    long limit(long portBytes) {
        return dynamicThreshold(alpha, portBytes);
    }
}
