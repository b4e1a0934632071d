package org.nseekfs.solr.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.solr.core.CoreContainer;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.servlet.Source;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Solr over HTTP, standalone, on the loopback interface only. */
public final class SolrServer implements AutoCloseable {

  private static final int THREADS = 64;
  private static final long LOADING_MILLIS = 60_000;

  /** Kept, since loggers that nobody holds forget their level. */
  private static final Logger TELEMETRY = Logger.getLogger("io.opentelemetry");

  static {
    // Solr closes its instruments twice, and is warned of each.
    TELEMETRY.setLevel(Level.SEVERE);
  }

  private final Server server;
  private final ServerConnector connector;
  private Cores cores;

  private SolrServer() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setReservedThreads(0);
    server = new Server(threads);
    connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
  }

  /**
   * Starts a server. It answers, and this returns, once all its cores are loaded or have failed to.
   *
   * @param home with {@code solr.xml} and a directory for each core
   * @param port to listen on; 0 takes a free one
   */
  public static SolrServer start(Path home, int port) throws Exception {
    SolrServer solr = new SolrServer();
    try {
      solr.open(home.toAbsolutePath(), port);
    } catch (Exception e) {
      solr.close();
      throw e;
    }
    return solr;
  }

  private void open(Path home, int port) throws Exception {
    connector.setPort(port);
    server.addConnector(connector);
    cores = new Cores(home);
    server.setHandler(context(home));
    // Solr wants to know its port before it starts.
    connector.open();
    server.start();
  }

  private ServletContextHandler context(Path home) {
    ServletContextHandler context =
        new ServletContextHandler("/solr", ServletContextHandler.SESSIONS);
    context.setServer(server);
    context.setBaseResource(ResourceFactory.of(server).newResource(home.toUri()));
    context.addEventListener(cores);
    FilterHolder filter = context.getServletHandler().newFilterHolder(Source.EMBEDDED);
    filter.setHeldClass(SolrDispatchFilter.class);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(new NotFoundServlet()), "/*");
    return context;
  }

  /** Tells Solr where it is, waits for its cores, and knows what it has made. */
  private final class Cores extends CoreContainerProvider {

    private final Path home;
    private CoreContainer container;

    Cores(Path home) {
      this.home = home;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
      Properties properties = new Properties();
      properties.setProperty("hostPort", Integer.toString(port()));
      ServletContext context = event.getServletContext();
      context.setAttribute(SolrDispatchFilter.PROPERTIES_ATTRIBUTE, properties);
      context.setAttribute(SolrDispatchFilter.SOLRHOME_ATTRIBUTE, home.toString());
      super.contextInitialized(event);
    }

    @Override
    protected CoreContainer createCoreContainer(Path solrHome, Properties properties) {
      container = super.createCoreContainer(solrHome, properties);
      // Solr loads cores in the background, and answers 503 for them until then.
      container.waitForLoadingCoresToFinish(LOADING_MILLIS);
      return container;
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** What requests begin with, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/solr";
  }

  /**
   * What Solr has loaded.
   *
   * @throws IllegalStateException if Solr has not started
   */
  public CoreContainer cores() {
    if (cores.container == null) {
      throw new IllegalStateException("Solr has not started in " + cores.home);
    }
    return cores.container;
  }

  /** Waits for the server to stop. */
  public void join() throws InterruptedException {
    server.join();
  }

  /**
   * Stops the server; requests that are running are cut off.
   *
   * @throws IOException if something did not stop
   */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException("Solr did not stop", e);
    }
  }
}
