package org.nseekfs.engines;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.engines.process.Distribution;
import org.nseekfs.engines.process.DistributionHome;
import org.nseekfs.engines.process.Maven;

/**
 * Which engines there are.
 *
 * @param name {@code opensearch} or {@code elasticsearch}
 * @param version of which only the start need be given; empty for the newest
 */
public record Engines(String name, String version) {

  /**
   * The engine of a text such as {@code opensearch} or {@code opensearch:3.5}.
   *
   * @throws IllegalArgumentException naming what there is, if there is no such engine
   */
  public static Engines parse(String text) {
    int colon = text.indexOf(':');
    Engines engine =
        colon < 0
            ? new Engines(text, "")
            : new Engines(text.substring(0, colon), text.substring(colon + 1));
    engine.distribution();
    return engine;
  }

  private Distribution distribution() {
    return Distribution.of(name, version);
  }

  /**
   * Brings the engine and puts our plugin into it.
   *
   * @param work an empty folder
   * @param rivals whether to bring what it needs for vectors of its own too
   */
  public InstalledEngine install(Path work, Maven maven, boolean rivals) throws IOException {
    DistributionHome home = DistributionHome.unpack(distribution(), work, maven);
    home.installOurs(maven);
    if (rivals) {
      home.installRivals(maven);
    }
    return home;
  }

  @Override
  public String toString() {
    return distribution().toString();
  }
}
