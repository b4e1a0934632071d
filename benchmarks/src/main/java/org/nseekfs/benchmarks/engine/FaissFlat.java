package org.nseekfs.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.nseekfs.benchmarks.data.VectorFile;

/**
 * FAISS {@code IndexFlatIP} on one thread, one query a call. A Python process holds the index and
 * answers line by line (see {@code faiss_flat.py}), so that its turns come between those of the
 * others; it times itself, without the pipe.
 */
final class FaissFlat implements Peer {

  private static final String SCRIPT = "faiss_flat.py";
  private static final String READY = "ready ";

  @Override
  public Session open(Workbench bench) throws IOException, EngineUnavailableException {
    Files.createDirectories(bench.directory());
    Path script = bench.directory().resolve(SCRIPT);
    try (InputStream in = FaissFlat.class.getResourceAsStream("/" + SCRIPT)) {
      Files.write(script, in.readAllBytes());
    }
    bench.progress().at("load " + SCRIPT, 0, 1);
    Process process = start(bench, script);
    Conversation conversation = new Conversation(process, bench.data().base());
    try {
      conversation.awaitReady();
    } catch (IOException | EngineUnavailableException e) {
      conversation.close();
      throw e;
    }
    bench.progress().at("load " + SCRIPT, 1, 1);
    return conversation;
  }

  private static Process start(Workbench bench, Path script) throws EngineUnavailableException {
    ProcessBuilder builder =
        new ProcessBuilder(
            bench.python(),
            script.toString(),
            bench.data().basePath().toString(),
            bench.data().queryPath().toString(),
            Integer.toString(bench.k()));
    builder.environment().put("OMP_NUM_THREADS", "1");
    try {
      return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new EngineUnavailableException(bench.python() + " does not start: " + e.getMessage());
    }
  }

  private static final class Conversation implements Session {
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;
    private final int count;
    private final long bytes;
    private String version;

    Conversation(Process process, VectorFile base) {
      this.process = process;
      this.answers = process.inputReader(StandardCharsets.UTF_8);
      this.questions = process.outputWriter(StandardCharsets.UTF_8);
      this.count = base.count();
      this.bytes = (long) count * base.dimension() * Float.BYTES;
    }

    void awaitReady() throws IOException, EngineUnavailableException {
      String line = answers.readLine();
      if (line == null || !line.startsWith(READY)) {
        throw new EngineUnavailableException(
            line == null ? SCRIPT + " ended without a word" : line);
      }
      version = line.substring(READY.length());
    }

    @Override
    public Answer search(int query) throws IOException {
      questions.write(query + "\n");
      questions.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IOException(SCRIPT + " ended while searching query " + query);
      }
      String[] words = line.split(" ");
      int[] rows = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
      return new Answer(Long.parseLong(words[0]), rows, count, bytes);
    }

    @Override
    public String detail() {
      return version;
    }

    @Override
    public long indexBytes() {
      return bytes;
    }

    @Override
    public void close() throws IOException {
      // The script ends at the end of its input.
      questions.close();
      answers.close();
      process.destroy();
    }
  }
}
