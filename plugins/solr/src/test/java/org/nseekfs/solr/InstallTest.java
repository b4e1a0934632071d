package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as users install it: jars that the server's own class path does not have. */
class InstallTest {

  private static final Corpus CORPUS = new Corpus("i", 1_200, 12);
  private static final double[] TARGET = CORPUS.vectors().get("i77");

  private static void assertSearches(HttpCore core) throws IOException {
    Hits.assertSame(
        Corpus.nearest(CORPUS.vectors(), TARGET, 12),
        core.select(
            "q", "{!nseek f=f32 k=12 v=$v}",
            "v", Vectors.text(TARGET),
            "rows", "12",
            "fl", "id,raw:nseekSimilarity(f32,$v)"));
  }

  /** Without the reload of formats in NSeekVectorField the second server opens nothing. */
  @Test
  void anIndexOfAModuleOpensAgainWithASharedLibAndNotWithoutThePlugin(@TempDir Path directory)
      throws Exception {
    Path install = directory.resolve("install");
    Path lib = install.resolve("modules/nseek/lib");
    PluginJars.copyTo(lib);
    SolrHome home = SolrHome.create(directory.resolve("home"), "vectors");
    try (SolrProcess solr =
        SolrProcess.start(home.path(), "-Dsolr.install.dir=" + install, "-Dsolr.modules=nseek")) {
      solr.core("vectors").add(CORPUS.docs());
      assertSearches(solr.core("vectors"));
    }

    SolrHome.createWithLib(home.path(), lib);
    try (SolrProcess solr = SolrProcess.start(home.path())) {
      assertSearches(solr.core("vectors"));
      HttpCore admin = solr.core("admin");
      assertEquals(200, admin.request("/cores", "action", "RELOAD", "core", "vectors").status());
      assertSearches(solr.core("vectors"));
    }

    SolrHome.create(home.path());
    withoutOurTypes(home);
    try (SolrProcess solr = SolrProcess.start(home.path())) {
      assertFails("org.nseekfs.solr.NSeekVectorField", solr, "vectors");
      assertFails(
          "An SPI class of type org.apache.lucene.codecs.KnnVectorsFormat with name 'NSeek1' does not"
              + " exist",
          solr,
          "stripped");
    }
  }

  private static void assertFails(String named, SolrProcess solr, String core) throws IOException {
    HttpCore.Answer answer = solr.core(core).request("/select", "q", "*:*");
    assertEquals(500, answer.status());
    String failure =
        solr.core("admin")
            .request("/cores", "action", "STATUS")
            .body()
            .path("initFailures")
            .path(core)
            .asText();
    assertTrue((answer.body() + failure).contains(named), () -> answer.body() + "\n" + failure);
  }

  /** Adds a core of the same index whose schema knows nothing of us. */
  private static void withoutOurTypes(SolrHome home) throws IOException {
    String schema =
        SolrHome.resource("core/schema.xml")
            .replaceAll(".*NSeekVectorField.*\n", "")
            .replaceAll(".*<field name=.*type=\"(f8|f16|bf16|f32|f64|byte|scanned)\".*\n", "");
    home.addDirectory(
        "stripped",
        schema,
        "<config><luceneMatchVersion>10.3</luceneMatchVersion>"
            + "<schemaFactory class='ClassicIndexSchemaFactory'/>"
            + "<requestHandler name='/select' class='solr.SearchHandler'/></config>");
    Files.writeString(home.path().resolve("stripped/core.properties"), "name=stripped");
    Path from = home.path().resolve("vectors/data/index");
    Path to = Files.createDirectories(home.path().resolve("stripped/data/index"));
    List<Path> files;
    try (Stream<Path> list = Files.list(from)) {
      files = list.toList();
    }
    for (Path file : files) {
      if (!file.endsWith("write.lock")) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
