package org.nseekfs.solr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A directory that a server starts from. */
record SolrHome(Path path) {

  /** A home in {@code path} with {@code cores} of the test configuration. */
  static SolrHome create(Path path, String... cores) throws IOException {
    return create(path, "<int name=\"indexSearcherExecutorThreads\">2</int>", cores);
  }

  /** The same with another {@code solr.xml}, of which this is what is inside. */
  private static SolrHome create(Path path, String inside, String[] cores) throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("solr.xml"), "<solr>" + inside + "</solr>");
    SolrHome home = new SolrHome(path);
    for (String core : cores) {
      home.addCore(core, resource("core/schema.xml"));
    }
    return home;
  }

  /** A home whose {@code sharedLib} is {@code lib}. */
  static SolrHome createWithLib(Path path, Path lib, String... cores) throws IOException {
    return create(path, "<str name=\"sharedLib\">" + lib + "</str>", cores);
  }

  /** Adds a core with another schema, to be loaded at start. */
  void addCore(String core, String schema) throws IOException {
    addDirectory(core, schema, resource("core/solrconfig.xml"));
    Files.writeString(path.resolve(core).resolve("core.properties"), "name=" + core);
  }

  /** Gives a core the parser that is slow. */
  void addStalling(String core) throws IOException {
    Path config = path.resolve(core).resolve("conf/solrconfig.xml");
    String parser = "<queryParser name=\"stall\" class=\"" + StallQParserPlugin.class.getName();
    Files.writeString(
        config, Files.readString(config).replace("</config>", parser + "\"/></config>"));
  }

  /** Adds the directory of a core that is yet to be created. */
  void addDirectory(String core, String schema, String config) throws IOException {
    Path conf = Files.createDirectories(path.resolve(core).resolve("conf"));
    Files.writeString(conf.resolve("solrconfig.xml"), config);
    Files.writeString(conf.resolve("schema.xml"), schema);
  }

  static String resource(String name) {
    try (InputStream in = SolrHome.class.getClassLoader().getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
