package org.nseekfs.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Processes that write are killed; what they had said to be committed must be there. */
final class KillAttack implements Attack {

  private static final int DOCUMENTS = 300;

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String tries() {
    return "a process adds, changes, deletes, merges and commits; it is killed at any moment, twice in a row";
  }

  private static Script script(long seed) {
    return new Script(VectorKind.random(new Random(seed), 100), seed, DOCUMENTS);
  }

  /** The process: goes on with the index in a folder and prints the step after each commit. */
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) throws IOException {
      Script script = script(Long.parseLong(arguments[1]));
      try (Directory directory = FSDirectory.open(Path.of(arguments[0]))) {
        int step = committed(directory) + 1;
        try (IndexWriter writer = new IndexWriter(directory, script.kind().writerConfig())) {
          for (; ; step++) {
            script.run(step, writer);
            System.out.println(step);
          }
        }
      }
    }
  }

  private static int committed(Directory directory) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return -1;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return Script.step(reader);
    }
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    for (int time = 0; time < 2; time++) {
      int acknowledged = writeUntilKilled(seed, folder, random);
      check(seed, folder, acknowledged, random, outcomes);
    }
  }

  private static int writeUntilKilled(long seed, Path folder, Random random)
      throws IOException, InterruptedException {
    int acknowledged = -1;
    List<String> options =
        List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
    try (Child child = new Child(options, Writing.class, folder, seed)) {
      BufferedReader output = child.output();
      int last = random.nextInt(6);
      String line = output.readLine();
      for (int i = 0; i < last && line != null; i++) {
        acknowledged = Integer.parseInt(line);
        line = output.readLine();
      }
      child.killAfter(random.nextInt(100));
      for (; line != null; line = output.readLine()) {
        acknowledged = Integer.parseInt(line);
      }
    }
    return acknowledged;
  }

  private static void check(
      long seed, Path folder, int acknowledged, Random random, Outcomes outcomes)
      throws IOException {
    Script script = script(seed);
    try (Directory directory = FSDirectory.open(folder)) {
      try (IndexWriter writer = new IndexWriter(directory, script.kind().writerConfig())) {
        writer.rollback();
      }
      Oracle.checkCommitted(script, directory, acknowledged, random, outcomes);
      outcomes.add("kills after which every commit was there");
    }
  }
}
