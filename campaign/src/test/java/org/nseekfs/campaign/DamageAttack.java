package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Files of ours that are not as they were written: bits flipped, ends cut off, bytes zeroed, files
 * of two segments swapped; with the checksum as it was, or mended.
 *
 * <p>Damage whose checksum was not mended is always found by {@code checkIntegrity}, at the latest.
 * Reading and searching damaged files gives an answer or an exception that names the file; nothing
 * else, whatever was damaged.
 */
final class DamageAttack implements Attack {

  private static final int DAMAGES = 25;
  private static final int CHECKSUM_BYTES = Long.BYTES;

  @Override
  public String name() {
    return "damage";
  }

  @Override
  public String tries() {
    return "one damage to one file of an index of two segments: bits flipped, cut off, zeroed, swapped; checksums as"
        + " they were or mended; then opened, checked, read, searched";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws IOException {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 40);
    Script script = new Script(kind, seed, VectorKind.pick(new Integer[] {60, 1600}, random));
    try (Directory directory = FSDirectory.open(folder)) {
      var config = kind.writerConfig().setUseCompoundFile(false);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        script.run(0, writer);
        script.run(1, writer);
      }
    }
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(path -> path.toString().matches(".*\\.ve[a-z]")).sorted().toList();
    }
    long targets = random.nextLong();
    String expected = answers(kind, folder, targets);
    for (int i = 0; i < DAMAGES; i++) {
      Path file = pick(files, random);
      byte[] good = Files.readAllBytes(file);
      boolean isMended = random.nextBoolean();
      String damage = damage(file, good, files, isMended, random);
      try {
        outcomes.add(judge(kind, folder, file, targets, expected, isMended));
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError(
            damage
                + " of "
                + file.getFileName()
                + ", checksum "
                + (isMended ? "" : "not ")
                + "mended",
            e);
      } finally {
        Files.write(file, good);
      }
    }
  }

  /** Small files, which tell how to read the others, are chosen as often as these. */
  private static Path pick(List<Path> files, Random random) {
    return files.get(random.nextInt(files.size()));
  }

  private static String damage(
      Path file, byte[] good, List<Path> files, boolean isMended, Random random)
      throws IOException {
    byte[] bad = good.clone();
    String damage;
    switch (random.nextInt(6)) {
      case 0 -> {
        int length = random.nextInt(good.length);
        bad = Arrays.copyOf(good, length);
        damage = "the end from " + length + " on cut off";
      }
      case 1 -> {
        int from = random.nextInt(good.length);
        int to = Math.min(good.length, from + 1 + random.nextInt(64));
        Arrays.fill(bad, from, to, (byte) (random.nextBoolean() ? 0 : 0xff));
        bad[from] = (byte) ~good[from];
        damage = "bytes " + from + " to " + to + " overwritten";
      }
      case 2 -> {
        String name = file.toString();
        String extension = name.substring(name.length() - 4);
        List<Path> alike = new ArrayList<>(files);
        alike.removeIf(path -> !path.toString().endsWith(extension) || path.equals(file));
        if (!alike.isEmpty()) {
          Files.copy(pick(alike, random), file, StandardCopyOption.REPLACE_EXISTING);
          return "that of another segment instead";
        }
        bad = new byte[0];
        damage = "nothing left";
      }
      default -> {
        int bit = random.nextInt(Math.multiplyExact(8, good.length - CHECKSUM_BYTES));
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        damage = "bit " + bit + " flipped";
      }
    }
    if (isMended && bad.length > CodecUtil.footerLength()) {
      mend(bad);
    }
    Files.write(file, bad);
    return damage;
  }

  private static void mend(byte[] file) {
    CRC32 sum = new CRC32();
    sum.update(file, 0, file.length - CHECKSUM_BYTES);
    ByteBuffer.wrap(file).putLong(file.length - CHECKSUM_BYTES, sum.getValue());
  }

  /** What came of it; throws what must not come of it. */
  private static String judge(
      VectorKind kind, Path folder, Path file, long targets, String expected, boolean isMended)
      throws IOException {
    String checked = checked(folder, file);
    if (checked != null && checked.startsWith("refused")) {
      return checked;
    }
    if (!isMended && checked == null) {
      // A file that was swapped for one with the same bytes is not damaged.
      Oracle.check(
          expected.equals(answers(kind, folder, targets)), "checkIntegrity did not notice");
    }
    String found;
    try {
      found = answers(kind, folder, targets);
    } catch (IOException e) {
      requireClear(e, file);
      return checked == null ? "refused when searched, named" : checked;
    }
    if (checked != null) {
      return checked;
    }
    return found.equals(expected)
        ? "without effect on any answer"
        : "other values under a mended checksum";
  }

  /** How opening or checking refused the file, by name; null if it did not. */
  private static String checked(Path folder, Path file) throws IOException {
    try (Directory directory = new MMapDirectory(folder)) {
      DirectoryReader reader;
      try {
        reader = DirectoryReader.open(directory);
      } catch (IOException e) {
        requireClear(e, file);
        return "refused when opened, named";
      }
      try (reader) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
        return null;
      } catch (IOException e) {
        requireClear(e, file);
        return "found by checkIntegrity, named";
      }
    }
  }

  private static void requireClear(IOException thrown, Path file) {
    boolean isClear =
        thrown instanceof CorruptIndexException
            || thrown instanceof IndexFormatTooNewException
            || thrown instanceof IndexFormatTooOldException;
    String segment = file.getFileName().toString();
    // Files of one segment are held against each other: either may be named.
    boolean isNamed = thrown.getMessage().contains(segment.substring(0, segment.indexOf('.')));
    if (!isClear || !isNamed) {
      throw new AssertionError("not a clear refusal", thrown);
    }
  }

  private static String answers(VectorKind kind, Path folder, long targets) throws IOException {
    Random random = new Random(targets);
    StringBuilder answers = new StringBuilder();
    try (Directory directory = new MMapDirectory(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Oracle.vectors(kind, reader)
          .forEach((id, vector) -> answers.append(id).append(' ').append(hash(vector)).append(' '));
      IndexSearcher searcher = new IndexSearcher(reader);
      for (int i = 0; i < 3; i++) {
        Object target = kind.next(random);
        answers.append(Arrays.toString(kind.nearest(target, 10, null).search(searcher).scoreDocs));
        answers.append(
            Arrays.toString(kind.nearestTo(0.8, target, 10, null).search(searcher).scoreDocs));
      }
    }
    return answers.toString();
  }

  private static int hash(Object vector) {
    return Arrays.deepHashCode(new Object[] {vector});
  }
}
