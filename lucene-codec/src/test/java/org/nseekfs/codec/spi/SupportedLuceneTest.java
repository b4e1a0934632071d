package org.nseekfs.codec.spi;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.lucene.util.Version;
import org.junit.jupiter.api.Test;

class SupportedLuceneTest {

  private static final String WHAT_TO_DO =
      " is on the class path: bring lucene-core, and all other jars of Lucene, to one of these"
          + " versions";

  private final LinkageError error = new NoSuchMethodError("org.apache.lucene.Gone.method()");

  @Test
  void anOlderLuceneIsRefusedWithTheVersionsThatWork() {
    var refused =
        assertThrows(
            IllegalStateException.class, () -> SupportedLucene.require(Version.fromBits(10, 3, 1)));
    assertSays("10.3.1" + WHAT_TO_DO, refused);
  }

  @Test
  void aNewerLuceneIsTaken() {
    SupportedLucene.require();
    SupportedLucene.require(Version.fromBits(10, 3, 2));
    SupportedLucene.require(Version.fromBits(10, 99, 0));
    SupportedLucene.require(Version.fromBits(11, 0, 0));
  }

  @Test
  void whatANewerLuceneLacksIsNamed() {
    assertSays(
        "11.0.0"
            + WHAT_TO_DO
            + "; it failed with java.lang.NoSuchMethodError: org.apache.lucene.Gone.method()",
        SupportedLucene.lacking(error, Version.fromBits(11, 0, 0)));
  }

  /** The newest version is the pom's. */
  private static void assertSays(String end, IllegalStateException refused) {
    String message = refused.getMessage();
    assertTrue(
        message.matches("NSeekFS works with Lucene 10\\.3\\.2 to [0-9.]+, but .*")
            && message.endsWith(", but " + end),
        message);
  }

  @Test
  void anErrorOnATestedLuceneIsNoFaultOfLucene() {
    assertSame(error, assertThrows(LinkageError.class, () -> SupportedLucene.lacking(error)));
  }
}
