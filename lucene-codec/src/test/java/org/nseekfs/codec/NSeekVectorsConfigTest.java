package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

class NSeekVectorsConfigTest {

  @Test
  void theDefaultCoversAllFieldsAsF32() {
    assertTrue(NSeekVectorsConfig.DEFAULT.covers("any"));
    assertEquals(ElementType.F32, NSeekVectorsConfig.DEFAULT.defaultType());
    assertEquals(Map.of(), NSeekVectorsConfig.DEFAULT.elementTypes());
    assertTrue(NSeekVectorsConfig.DEFAULT.codes());
    assertTrue(NSeekVectorsConfig.DEFAULT.lsh());
  }

  @Test
  void withMethodsChangeOneThing() {
    NSeekVectorsConfig config =
        NSeekVectorsConfig.DEFAULT
            .withFields(Set.of("a", "b"))
            .withElementType("a", ElementType.F8)
            .withElementType("b", ElementType.F64)
            .withDefaultType(ElementType.BF16)
            .withCodes(false);
    assertTrue(config.lsh());
    assertFalse(config.codes());
    config = config.withLsh(false).withCodes(true);
    assertEquals(
        new NSeekVectorsConfig(
            ElementType.BF16,
            Map.of("a", ElementType.F8, "b", ElementType.F64),
            Set.of("a", "b"),
            true,
            false),
        config);
    assertTrue(config.covers("a"));
    assertFalse(config.covers("c"));
  }

  @Test
  void contradictionsAreRefusedAtBirth() {
    NSeekVectorsConfig config = NSeekVectorsConfig.DEFAULT;
    assertThrows(IllegalArgumentException.class, () -> config.withDefaultType(ElementType.F64));
    assertThrows(IllegalArgumentException.class, () -> config.withDefaultType(ElementType.BYTE));
    assertThrows(
        IllegalArgumentException.class,
        () -> config.withElementType("c", ElementType.F8).withFields(Set.of("a")));
  }
}
