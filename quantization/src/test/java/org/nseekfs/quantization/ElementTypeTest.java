package org.nseekfs.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ElementTypeTest {

  @Test
  void wireIdsNeverChange() {
    Map<Integer, ElementType> wireIds =
        Map.of(
            1, ElementType.F8,
            2, ElementType.F16,
            3, ElementType.BF16,
            4, ElementType.F32,
            5, ElementType.F64,
            6, ElementType.BYTE);
    assertEquals(wireIds.size(), ElementType.values().length);
    wireIds.forEach((wireId, type) -> assertSame(type, ElementType.fromWireId(wireId)));
    wireIds.forEach((wireId, type) -> assertEquals(wireId, type.wireId()));
  }

  @Test
  void labelsAreReadInAnyCase() {
    for (ElementType type : ElementType.values()) {
      assertSame(type, ElementType.fromLabel(type.label()));
      assertSame(type, ElementType.fromLabel(type.name()));
    }
  }

  @Test
  void unknownIdsAndLabelsAreRefused() {
    var wireId =
        assertThrows(IllegalArgumentException.class, () -> ElementType.fromWireId(7)).getMessage();
    assertEquals("unknown element type id 7", wireId);
    var label =
        assertThrows(IllegalArgumentException.class, () -> ElementType.fromLabel("f12"))
            .getMessage();
    assertEquals("element type must be one of [f8, f16, bf16, f32, f64, byte], got \"f12\"", label);
  }

  @Test
  void rowBytesAreThoseOfThePackageTable() {
    assertEquals(386, ElementType.F8.rowBytes(384));
    assertEquals(768, ElementType.F16.rowBytes(384));
    assertEquals(768, ElementType.BF16.rowBytes(384));
    assertEquals(1536, ElementType.F32.rowBytes(384));
    assertEquals(3072, ElementType.F64.rowBytes(384));
    assertEquals(384, ElementType.BYTE.rowBytes(384));
    assertThrows(ArithmeticException.class, () -> ElementType.F64.rowBytes(1 << 28));
  }
}
