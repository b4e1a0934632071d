package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/** Answers held against plain loops in double, over all that can vary. */
final class SearchAttack implements Attack {

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String tries() {
    return "random type, similarity, dimension to 400, lengths from .01 to 100, 1 to 8 segments with deleted"
        + " documents, filters, k 1 to 5,000, 1 or 3 threads; exact and to a recall target; certificates";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws IOException {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 400);
    Script script = new Script(kind, seed, VectorKind.pick(new Integer[] {20, 300, 2500}, random));
    int steps = 1 + random.nextInt(8);
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, kind.writerConfig())) {
        for (int step = 0; step < steps; step++) {
          script.run(step, writer);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory);
          ExecutorService threads = Executors.newFixedThreadPool(3)) {
        Oracle.checkVectors(kind, script.vectorsAfter(steps - 1), reader);
        IndexSearcher searcher =
            random.nextBoolean() ? new IndexSearcher(reader) : new IndexSearcher(reader, threads);
        new Oracle(kind, searcher).ask(random, 5, outcomes);
      }
    }
  }
}
