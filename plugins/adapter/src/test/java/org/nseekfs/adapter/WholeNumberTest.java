package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class WholeNumberTest {

  @Test
  void wholeNumbersAreTakenAsNumbersAndTexts() {
    for (Object ten : List.of(10, 10L, 10.0, "10", "10.0", "1e1")) {
      assertEquals(10, WholeNumber.of("k", ten));
    }
    assertEquals(Integer.MIN_VALUE, WholeNumber.of("k", Integer.MIN_VALUE));
    assertEquals(Integer.MAX_VALUE, WholeNumber.of("k", "2147483647"));
  }

  @Test
  void othersAreRefusedByNameAndValue() {
    for (Object value : List.of(1.7, "1.7", 2147483648L, 1e300, "1e999999999", "ten", "", "NaN")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> WholeNumber.of("k", value))
              .getMessage();
      assertEquals(
          "k must be a whole number from -2147483648 to 2147483647, got " + value, message);
    }
  }
}
