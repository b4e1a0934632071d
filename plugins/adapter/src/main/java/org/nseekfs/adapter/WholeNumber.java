package org.nseekfs.adapter;

import java.math.BigDecimal;

/** Whole numbers as requests and mappings have them, where engines drop fractions. */
public final class WholeNumber {

  private WholeNumber() {}

  /**
   * The number that {@code value} is, or is the text of.
   *
   * @param name what has the value
   * @throws IllegalArgumentException naming both, if it is no whole number, or none of an int
   */
  public static int of(String name, Object value) {
    try {
      return new BigDecimal(value.toString()).intValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          name
              + " must be a whole number from "
              + Integer.MIN_VALUE
              + " to "
              + Integer.MAX_VALUE
              + ", got "
              + value,
          e);
    }
  }
}
