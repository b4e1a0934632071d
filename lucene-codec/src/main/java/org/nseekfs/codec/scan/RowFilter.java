package org.nseekfs.codec.scan;

import java.io.IOException;

/** Tests rows more closely than the values of their blocks do. */
@FunctionalInterface
interface RowFilter {

  /**
   * Leaves those of the first {@code count} rows that may still matter.
   *
   * @param values what their blocks told
   * @param least what values were to reach
   * @return how many are left
   */
  int filter(int[] ords, float[] values, int count, double least) throws IOException;
}
