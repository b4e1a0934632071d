package org.nseekfs.benchmarks.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.IndexSize;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.Work;
import org.nseekfs.cli.file.VectorFile;

/** A conversation with {@code faiss_search.py}: a line of queries, a line of what it found. */
final class FaissSession implements Session {

  private static final String READY = "ready ";

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final boolean batches;
  private final Work work;
  private final IndexSize size;
  private String version;

  /** A conversation with {@code process}, whose every answer took {@code work}. */
  FaissSession(Process process, VectorFile base, boolean batches, Work work) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.batches = batches;
    this.work = work;
    this.size = IndexSize.ofVectors((long) base.count() * base.dimension() * Float.BYTES);
  }

  void awaitReady() throws IOException, EngineUnavailableException {
    String line = answers.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new EngineUnavailableException(
          line == null ? Faiss.SCRIPT + " ended without a word" : line);
    }
    version = line.substring(READY.length());
  }

  @Override
  public Answer search(int query) throws IOException {
    return ask(query).getFirst();
  }

  @Override
  public List<Answer> searchAll(int[] queries) throws IOException {
    return batches ? ask(queries) : Session.super.searchAll(queries);
  }

  private List<Answer> ask(int... queries) throws IOException {
    questions.write(
        IntStream.of(queries).mapToObj(Integer::toString).collect(Collectors.joining(" ")) + "\n");
    questions.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(Faiss.SCRIPT + " ended while searching query " + queries[0]);
    }
    String[] words = line.split(" ");
    long nanos = Long.parseLong(words[0]) / queries.length;
    int[] rows = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
    int k = rows.length / queries.length;
    List<Answer> found = new ArrayList<>(queries.length);
    for (int i = 0; i < queries.length; i++) {
      found.add(new Answer(nanos, Arrays.copyOfRange(rows, i * k, (i + 1) * k), work));
    }
    return found;
  }

  @Override
  public boolean answersBatches() {
    return batches;
  }

  @Override
  public String detail() {
    return version;
  }

  @Override
  public IndexSize size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    // The script ends at the end of its input.
    questions.close();
    answers.close();
    process.destroy();
  }
}
