package org.nseekfs.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.LshTopDocs;

/** The same vectors on other machines, threads and directories give the same bits. */
final class MachineAttack implements Attack {

  private static final int STEPS = 3;

  /** Options that make this machine one of narrower vectors, or of none. */
  private static final List<List<String>> MACHINES =
      List.of(
          List.of("--add-modules", "jdk.incubator.vector", "-XX:UseAVX=2"),
          List.of("--add-modules", "jdk.incubator.vector", "-Dnseek.vector.bits=128"),
          List.of("-Dnseek.vector.bits=0"),
          List.of("--add-modules", "jdk.incubator.vector"));

  @Override
  public String name() {
    return "machine";
  }

  @Override
  public String tries() {
    return "an index written and searched again by a process with vectors of 256 or 128 bits or none, through other"
        + " directories, by other threads: bits of hits, certificates and files compared";
  }

  private static Script script(long seed) {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 200);
    return new Script(kind, seed, VectorKind.pick(new Integer[] {100, 2000, 8000}, random));
  }

  /** The other machine: writes the index, searches it, and prints what it found. */
  static final class Machine {
    private Machine() {}

    public static void main(String[] arguments) throws IOException {
      long seed = Long.parseLong(arguments[1]);
      Path folder = Path.of(arguments[0]);
      try (Directory directory = FSDirectory.open(folder)) {
        System.out.println(written(directory, seed) + " " + answers(directory, seed, null));
      }
    }
  }

  /** Writes the index of {@code seed}; a digest of our files. */
  private static String written(Directory directory, long seed) throws IOException {
    Script script = script(seed);
    var config = script.kind().writerConfig().setMergeScheduler(new SerialMergeScheduler());
    config.getMergePolicy().setNoCFSRatio(0);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int step = 0; step < STEPS; step++) {
        script.run(step, writer);
      }
    }
    StringBuilder digest = new StringBuilder();
    for (String file : directory.listAll()) {
      // Segments' ids, which are random, are in headers: bodies are compared.
      if (file.matches(".*\\.ve[a-z]")) {
        digest.append(file.substring(file.length() - 4)).append(body(directory, file)).append(',');
      }
    }
    return digest.toString();
  }

  private static String body(Directory directory, String file) throws IOException {
    try (var in = directory.openInput(file, IOContext.READONCE)) {
      byte[] bytes = new byte[Math.toIntExact(in.length())];
      in.readBytes(bytes, 0, bytes.length);
      int header = Math.min(bytes.length, 128);
      int footer = CodecUtil.footerLength();
      int length = Math.max(0, bytes.length - header - footer);
      return Long.toHexString(
          StringHelper.murmurhash3_x86_32(new BytesRef(bytes, header, length), 7) & 0xffffffffL);
    }
  }

  /** Ids and bits of what is found for some targets. */
  private static String answers(Directory directory, long seed, ExecutorService threads)
      throws IOException {
    VectorKind kind = script(seed).kind();
    Random random = new Random(~seed);
    StringBuilder answers = new StringBuilder();
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader, threads);
      for (int i = 0; i < 5; i++) {
        Object target = kind.next(random);
        CertifiedTopDocs exact = kind.nearest(target, 20, null).search(searcher);
        LshTopDocs likely = kind.nearestTo(0.9, target, 20, null).search(searcher);
        for (int rank = 0; rank < exact.scoreDocs.length; rank++) {
          answers.append(id(reader, exact.hit(rank).doc)).append(':');
          answers.append(Long.toHexString(Double.doubleToLongBits(exact.hit(rank).raw)));
          answers.append(' ');
        }
        for (int rank = 0; rank < likely.scoreDocs.length; rank++) {
          answers.append(id(reader, likely.hit(rank).doc)).append(' ');
        }
        answers.append("recall:").append(likely.estimatedRecall()).append(' ');
        answers.append(exact.certificate().map(c -> c.answer().margins().toString()).orElse("-"));
      }
    }
    return answers.toString().replace('\n', ' ');
  }

  private static long id(DirectoryReader reader, int doc) throws IOException {
    NumericDocValues ids = MultiDocValues.getNumericValues(reader, Script.ID);
    Oracle.check(ids.advanceExact(doc), "document " + doc + " has no id");
    return ids.longValue();
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws Exception {
    Random random = new Random(seed);
    List<String> machine = MACHINES.get((int) Math.floorMod(seed, (long) MACHINES.size()));
    Path own = Files.createDirectory(folder.resolve("own"));
    Path other = Files.createDirectory(folder.resolve("other"));
    String expected;
    try (Directory directory = new MMapDirectory(own);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      String files = written(directory, seed);
      String answers = answers(directory, seed, null);
      expected = files + " " + answers;
      same(answers, answers(directory, seed, threads), "by three threads");
      try (Directory nio = new NIOFSDirectory(own);
          Directory heap = new ByteBuffersDirectory()) {
        same(answers, answers(nio, seed, random.nextBoolean() ? threads : null), "through files");
        for (String file : directory.listAll()) {
          heap.copyFrom(directory, file, file, IOContext.DEFAULT);
        }
        same(answers, answers(heap, seed, null), "in heap memory");
      }
    }
    try (Child child = new Child(machine, Machine.class, other, seed);
        BufferedReader output = child.output()) {
      String line = output.readLine();
      Oracle.check(child.join() == 0, "the other machine failed: " + machine);
      same(expected, line, "on a machine of " + machine);
    }
    outcomes.add("indexes with the same bits by " + machine.getLast());
  }

  private static void same(String expected, String found, String where) {
    List<String> wanted = List.of(expected.split(" "));
    List<String> given = List.of(String.valueOf(found).split(" "));
    for (int i = 0; i < wanted.size(); i++) {
      String other = i < given.size() ? given.get(i) : "nothing";
      Oracle.check(
          wanted.get(i).equals(other),
          "other bits " + where + ": " + wanted.get(i) + " / " + other);
    }
  }
}
