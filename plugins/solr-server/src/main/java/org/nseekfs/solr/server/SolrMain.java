package org.nseekfs.solr.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Starts Solr: {@code SolrMain HOME [PORT]}. Prints one line, {@code Solr is ready: URL}, once its
 * cores are loaded; stops when its standard input ends, or at a signal.
 */
public final class SolrMain {

  private SolrMain() {}

  /** See the class. */
  public static void main(String[] args) throws Exception {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: SolrMain HOME [PORT]");
      System.exit(2);
    }
    int port = args.length == 2 ? Integer.parseInt(args[1]) : 0;
    SolrServer solr = SolrServer.start(Path.of(args[0]), port);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(solr), "stop-solr"));
    System.out.println("Solr is ready: " + solr.url());
    awaitEnd(System.in);
    // Some of Solr's threads are no daemons.
    System.exit(0);
  }

  private static void awaitEnd(InputStream input) throws IOException {
    input.transferTo(OutputStream.nullOutputStream());
  }

  private static void close(SolrServer solr) {
    try {
      solr.close();
    } catch (IOException e) {
      System.err.println("Solr did not stop cleanly: " + e);
    }
  }
}
