package org.nseekfs.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.engines.process.Maven;

class EnginesTest {

  @Test
  void theNewestReleaseIsMeantWhereNoneIsNamed() {
    assertEquals("opensearch 3.8.0", Engines.parse("opensearch").toString());
    assertEquals("opensearch 3.5.0", Engines.parse("OpenSearch:3.5").toString());
    assertEquals("solr 10.0.0", Engines.parse("solr").toString());
    assertEquals("elasticsearch 9.2.4", Engines.parse("elasticsearch:9.2.4").toString());
  }

  @Test
  void anUnknownEngineIsToldWhatThereIs() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Engines.parse("opensearch:2.0"))
            .getMessage();
    assertTrue(message.startsWith("engine must be one of [opensearch 3.8.0, "), message);
    assertTrue(message.endsWith("got \"opensearch:2.0\""), message);
  }

  @Test
  void pluginsAreBuiltInACheckoutOnly(@TempDir Path folder) {
    assertThrows(IllegalArgumentException.class, () -> new Maven(folder));
  }
}
