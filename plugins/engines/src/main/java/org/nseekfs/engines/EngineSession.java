package org.nseekfs.engines;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.nseekfs.engines.http.Dialect;
import org.nseekfs.engines.http.EngineClient;
import org.nseekfs.engines.http.EngineEntry;
import org.nseekfs.engines.http.EngineHit;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.EngineRequest;
import org.nseekfs.engines.process.EngineProcess;

/** An engine that runs and is asked over HTTP; closing stops it. */
public final class EngineSession implements AutoCloseable {

  /** Documents in a request. */
  private static final int BATCH = 500;

  private final InstalledEngine engine;
  private EngineProcess process;
  private EngineClient client;

  private EngineSession(InstalledEngine engine) throws IOException {
    this.engine = engine;
    start();
  }

  /** Starts {@code engine}. */
  public static EngineSession start(InstalledEngine engine) throws IOException {
    return new EngineSession(engine);
  }

  private void start() throws IOException {
    process = engine.start();
    client = new EngineClient(process.uri());
    try {
      client.sendRaw(dialect().awaitReady());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Stops the engine and starts it again. */
  public void restart() throws IOException {
    close();
    start();
  }

  /** The engine that runs. */
  public InstalledEngine engine() {
    return engine;
  }

  /** Its process. */
  public EngineProcess process() {
    return process;
  }

  /** How it is asked. */
  public Dialect dialect() {
    return engine.dialect();
  }

  /** Sends a request; the answer. */
  public JsonNode send(EngineRequest request) throws IOException {
    return client.send(request);
  }

  /** Sends a request and reads nothing of the answer. */
  public String sendRaw(EngineRequest request) throws IOException {
    return client.sendRaw(request);
  }

  /** Sends a search; its hits. */
  public List<EngineHit> search(EngineRequest request) throws IOException {
    return dialect().hits(client.send(request));
  }

  /** Sends requests one after the other. */
  public void sendAll(List<EngineRequest> requests) throws IOException {
    for (EngineRequest request : requests) {
      client.sendRaw(request);
    }
  }

  /**
   * Makes an index of {@code entries}, one segment a shard.
   *
   * @param progress hears how many are added
   * @throws IOException naming the document and what the engine said, if one is refused
   */
  public void index(EngineIndex index, Iterator<EngineEntry> entries, LongConsumer progress)
      throws IOException {
    sendAll(dialect().create(index));
    long added = 0;
    while (entries.hasNext()) {
      List<EngineEntry> batch = new ArrayList<>(BATCH);
      while (entries.hasNext() && batch.size() < BATCH) {
        batch.add(entries.next());
      }
      for (EngineRequest request : dialect().add(index, batch)) {
        String failure = dialect().failure(client.send(request));
        if (failure != null) {
          throw new IOException(engine.name() + " refused a document: " + failure);
        }
      }
      added += batch.size();
      progress.accept(added);
    }
    sendAll(dialect().finish(index));
  }

  /** Bytes of an index on disk. */
  public long bytes(EngineIndex index) throws IOException {
    long bytes = 0;
    for (EngineRequest request : dialect().size(index)) {
      bytes += dialect().bytes(client.send(request));
    }
    return bytes;
  }

  @Override
  public void close() {
    client.close();
    process.close();
  }
}
