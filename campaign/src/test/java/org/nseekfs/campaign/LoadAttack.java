package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/**
 * Searches while writers write, each checked on the reader that it saw; queries that are shared.
 */
final class LoadAttack implements Attack {

  private static final int SHARING = 16;

  @Override
  public String name() {
    return "load";
  }

  @Override
  public String tries() {
    return "two threads search, each answer checked on its own reader, while one adds, changes, deletes, merges and"
        + " commits; then 16 threads share query objects";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws Exception {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 100);
    Script script = new Script(kind, seed, 800);
    try (Directory directory = FSDirectory.open(folder);
        ExecutorService threads = Executors.newFixedThreadPool(SHARING)) {
      IndexWriter writer = new IndexWriter(directory, kind.writerConfig());
      script.run(0, writer);
      try (SearcherManager searchers = new SearcherManager(writer, null)) {
        AtomicBoolean isWritten = new AtomicBoolean();
        List<Future<Void>> tasks = new ArrayList<>();
        tasks.add(
            threads.submit(
                () -> {
                  try {
                    for (int step = 1; step <= 6; step++) {
                      script.run(step, writer);
                    }
                  } finally {
                    isWritten.set(true);
                  }
                  return null;
                }));
        for (int i = 0; i < 2; i++) {
          long own = random.nextLong();
          tasks.add(
              threads.submit(() -> search(kind, searchers, isWritten, new Random(own), outcomes)));
        }
        join(tasks);
        searchers.maybeRefreshBlocking();
        IndexSearcher searcher = searchers.acquire();
        try {
          share(kind, searcher, threads, random);
          outcomes.add("queries shared by 16 threads, with one answer");
        } finally {
          searchers.release(searcher);
        }
      } finally {
        writer.rollback();
      }
    }
  }

  private static Void search(
      VectorKind kind,
      SearcherManager searchers,
      AtomicBoolean isWritten,
      Random random,
      Outcomes outcomes)
      throws IOException {
    do {
      searchers.maybeRefresh();
      IndexSearcher searcher = searchers.acquire();
      try {
        new Oracle(kind, searcher).ask(random, 1, outcomes);
      } finally {
        searchers.release(searcher);
      }
    } while (!isWritten.get());
    return null;
  }

  private static void share(
      VectorKind kind, IndexSearcher searcher, ExecutorService threads, Random random)
      throws Exception {
    Object target = kind.next(random);
    ExactKnnVectorQuery exact = kind.nearest(target, 10, null);
    LshKnnVectorQuery lsh = kind.nearestTo(0.9, target, 10, null);
    String expected = answer(searcher, exact, lsh);
    List<Future<String>> answers = new ArrayList<>();
    Callable<String> task = () -> answer(searcher, exact, lsh);
    for (int i = 0; i < SHARING; i++) {
      answers.add(threads.submit(task));
    }
    for (Future<String> answer : answers) {
      String found = answer.get();
      Oracle.check(found.equals(expected), "one query gave " + expected + " and " + found);
    }
  }

  private static String answer(
      IndexSearcher searcher, ExactKnnVectorQuery exact, LshKnnVectorQuery lsh) throws IOException {
    LshTopDocs likely = lsh.search(searcher);
    return Arrays.toString(exact.search(searcher).scoreDocs) + Arrays.toString(likely.scoreDocs);
  }

  private static void join(List<Future<Void>> tasks) throws InterruptedException {
    for (Future<Void> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new AssertionError("a thread failed", e.getCause());
      }
    }
  }
}
