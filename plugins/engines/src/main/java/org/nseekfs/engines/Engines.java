package org.nseekfs.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nseekfs.engines.process.Distribution;
import org.nseekfs.engines.process.DistributionHome;
import org.nseekfs.engines.process.Maven;
import org.nseekfs.engines.process.SolrHome;

/** Which engines there are. */
public final class Engines {

  private final String name;
  private final Installer installer;

  @FunctionalInterface
  private interface Installer {
    InstalledEngine install(Path work, Maven maven, boolean rivals) throws IOException;
  }

  private Engines(String name, Installer installer) {
    this.name = name;
    this.installer = installer;
  }

  private static List<Engines> all() {
    Stream<Engines> distributions =
        Arrays.stream(Distribution.values())
            .map(
                each ->
                    new Engines(
                        each.toString(),
                        (work, maven, rivals) ->
                            DistributionHome.install(each, work, maven, rivals)));
    Engines solr =
        new Engines(SolrHome.NAME, (work, maven, rivals) -> SolrHome.install(work, maven));
    return Stream.concat(distributions, Stream.of(solr)).toList();
  }

  /**
   * The engine of a text such as {@code opensearch} or {@code opensearch:3.5}, the newest of those
   * that it fits.
   *
   * @throws IllegalArgumentException naming what there is, if there is no such engine
   */
  public static Engines parse(String text) {
    String start = text.toLowerCase(Locale.ROOT).replaceFirst("(:|$)", " ");
    return all().stream()
        .filter(engine -> engine.name.startsWith(start))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "engine must be one of " + all() + ", got \"" + text + "\""));
  }

  /**
   * Brings the engine and puts our plugin into it.
   *
   * @param work an empty folder
   * @param rivals whether to bring what it needs for vectors of its own too
   */
  public InstalledEngine install(Path work, Maven maven, boolean rivals) throws IOException {
    return installer.install(work, maven, rivals);
  }

  /** The engine and its version. */
  @Override
  public String toString() {
    return name;
  }
}
