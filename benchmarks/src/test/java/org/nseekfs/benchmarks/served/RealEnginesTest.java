package org.nseekfs.benchmarks.served;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.Engines;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.EngineClient;
import org.nseekfs.engines.http.EngineException;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.EngineIndex.Vectors;
import org.nseekfs.engines.process.EngineProcess;
import org.nseekfs.engines.process.Maven;

/**
 * Released engines, with our plugin put in by their own installers. Brings some hundred megabytes
 * each; run by {@code -Pengines}.
 */
@Tag("engines")
class RealEnginesTest {

  private static final EngineVectors VECTORS = EngineVectors.random(5_000, 64, 100, 42);
  private static final int K = 10;

  @TempDir Path work;

  private static EngineIndex index(int shards) {
    return new EngineIndex(
        "shards-" + shards,
        Vectors.NSEEK,
        VECTORS.dimension(),
        VECTORS.similarityFunction(),
        shards);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opensearch:3.8",
        "opensearch:3.5",
        "elasticsearch:9.5",
        "elasticsearch:9.2",
        "solr:10.0"
      })
  void answersAreTheLibrarysBitForBitAfterARestartTooAndOnceThePluginIsBack(String engine)
      throws IOException {
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    Maven maven = new Maven(Path.of("").toAbsolutePath().resolve("..").normalize(), true);
    InstalledEngine installed = Engines.parse(engine).install(work, maven, false);
    Path folder = Files.createDirectory(work.resolve("library"));
    try (LibraryIndex library = new LibraryIndex(VECTORS, folder)) {
      Agreement.Reference reference = new Agreement.Reference(VECTORS, library, K);
      try (EngineSession session = EngineSession.start(installed)) {
        session.index(index(1), VECTORS.entries(), added -> {});
        session.index(index(3), VECTORS.entries(), added -> {});
        assertAgreement(session, reference);
        session.restart();
        assertAgreement(session, reference);
      }
      installed.removePlugin();
      String message = failureWithoutPlugin(installed);
      assertTrue(message.toLowerCase(Locale.ROOT).contains("nseek"), message);
      installed.restorePlugin();
      try (EngineSession session = EngineSession.start(installed)) {
        assertAgreement(session, reference);
      }
    }
  }

  private static void assertAgreement(EngineSession session, Agreement.Reference reference)
      throws IOException {
    for (int shards : new int[] {1, 3}) {
      Agreement agreement = Agreement.of(session, index(shards), reference, asked -> {});
      assertNull(agreement.firstDifference());
      assertTrue(agreement.isComplete());
    }
  }

  /**
   * What a user is told who starts the engine without our plugin, or searches there, or asks why
   * that does not work.
   */
  private static String failureWithoutPlugin(InstalledEngine installed) {
    try (EngineProcess process = installed.start();
        EngineClient client = new EngineClient(process.uri())) {
      assertRefusedOrSolr(client, installed);
      return client.sendRaw(installed.dialect().whyMissing(index(1)));
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  /** What was indexed does not become ready; Solr does not say so before it is searched. */
  private static void assertRefusedOrSolr(EngineClient client, InstalledEngine installed) {
    if (!installed.name().startsWith("solr")) {
      assertThrows(EngineException.class, () -> client.sendRaw(installed.dialect().awaitReady()));
    }
  }
}
