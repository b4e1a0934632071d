package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.Peer;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.cli.file.VectorFile;

/**
 * FAISS on one thread. A Python process holds the index and answers line by line (see {@code
 * faiss_search.py}), so that its turns come between those of the others; it times itself, without
 * the pipe.
 */
final class Faiss implements Peer {

  static final String SCRIPT = "faiss_search.py";

  /** What FAISS's parts take their number of threads from. */
  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

  private final FaissIndex index;
  private final boolean batches;

  /** A search of {@code index}, one query a call or all queries of a turn in one. */
  Faiss(FaissIndex index, boolean batches) {
    this.index = index;
    this.batches = batches;
  }

  @Override
  public Session open(Workbench bench) throws IOException, EngineUnavailableException {
    if (!bench.conditions().allRows()) {
      throw new EngineUnavailableException("it is searched here without filter and deletes only");
    }
    Files.createDirectories(bench.directory().path());
    Path script = bench.directory().resolve(SCRIPT);
    try (InputStream in = Faiss.class.getResourceAsStream("/" + SCRIPT)) {
      Files.write(script, in.readAllBytes());
    }
    String what = "load FAISS, " + index.argument();
    bench.progress().at(what, 0, 1);
    VectorFile base = bench.data().base();
    FaissSession session = new FaissSession(start(bench, script), base, batches, work(base));
    try {
      session.awaitReady();
    } catch (IOException | EngineUnavailableException e) {
      session.close();
      throw e;
    }
    bench.progress().at(what, 1, 1);
    return session;
  }

  private Process start(Workbench bench, Path script) throws EngineUnavailableException {
    ProcessBuilder builder =
        new ProcessBuilder(
            bench.python(),
            script.toString(),
            bench.data().basePath().toString(),
            bench.data().queryPath().toString(),
            Integer.toString(bench.k()),
            bench.data().functionName(),
            index.argument());
    THREAD_VARIABLES.forEach(variable -> builder.environment().put(variable, "1"));
    try {
      return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new EngineUnavailableException(bench.python() + " does not start: " + e.getMessage());
    }
  }

  /**
   * What the algorithm implies: a flat search compares all vectors, and alone it reads them all.
   */
  private Work work(VectorFile base) {
    if (index != FaissIndex.FLAT) {
      return new Work(Work.UNKNOWN, Work.UNKNOWN);
    }
    long bytes = (long) base.count() * base.dimension() * Float.BYTES;
    return new Work(base.count(), batches ? Work.UNKNOWN : bytes);
  }
}
