package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Compares what Solr found with what it should find. */
final class Hits {

  private Hits() {}

  /** The same documents in the same order, with raw similarities, field "raw", to 1e-6. */
  static void assertSame(List<Vectors.Hit> expected, HttpCore.Answer found) {
    assertSame(expected, found, 1e-6);
  }

  /** The same to another relative difference. */
  static void assertSame(List<Vectors.Hit> expected, HttpCore.Answer found, double delta) {
    assertEquals(expected.stream().map(Vectors.Hit::id).toList(), found.ids());
    for (int i = 0; i < expected.size(); i++) {
      double raw = expected.get(i).raw();
      JsonNode doc = found.docs().get(i);
      assertEquals(
          raw, doc.get("raw").asDouble(), delta * Math.max(1, Math.abs(raw)), doc::toString);
    }
  }
}
