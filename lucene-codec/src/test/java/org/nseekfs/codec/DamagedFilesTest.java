package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damage of any kind to any file gives the right answer, or an exception that names the file; no
 * other exception, no end of memory, no search without an end.
 *
 * <p>{@code -Dnseek.damage.seed} draws other damage, {@code -Dnseek.damage.rounds} more of it: from
 * 800 rounds on every bit of the meta is flipped.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DamagedFilesTest {

  private static final long SEED = Long.getLong("nseek.damage.seed", 13);
  private static final int ROUNDS = Integer.getInteger("nseek.damage.rounds", 20);

  private static final long[] EXTREMES = {
    0, 1, 63, 64, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 40, Long.MAX_VALUE, -1, -2
  };

  @TempDir Path folder;

  private Directory directory(boolean isMapped) throws IOException {
    return isMapped ? new MMapDirectory(folder) : new ByteBuffersDirectory();
  }

  /** Says what was done, and how to do it again. */
  private static String told(String damage, String file) {
    return damage + " of " + file + ", seed " + SEED + ", rounds " + ROUNDS;
  }

  private static byte[] flipped(byte[] bytes, int at, int bit) {
    byte[] damaged = bytes.clone();
    damaged[at] ^= (byte) (1 << bit);
    return damaged;
  }

  /** A number of 4 or 8 bytes becomes another. */
  private static byte[] withNumber(byte[] bytes, int at, boolean isLong, long value) {
    byte[] damaged = bytes.clone();
    ByteBuffer numbers = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
    if (isLong) {
      numbers.putLong(at, value);
    } else {
      numbers.putInt(at, (int) value);
    }
    return damaged;
  }

  /** Flips bits of every byte of the meta. */
  private static void flipTheMeta(DamagedIndex index) throws IOException {
    Random random = new Random(SEED);
    int bits = Math.clamp(ROUNDS / 100, 1, Byte.SIZE);
    int flips = 0;
    int harmless = 0;
    for (Map.Entry<String, byte[]> file : index.files().entrySet()) {
      if (file.getKey().endsWith(".vem")) {
        for (int at = 0; at < DamagedIndex.footer(file.getValue()); at++) {
          int first = random.nextInt(Byte.SIZE);
          for (int i = 0; i < bits; i++) {
            int bit = (first + i) % Byte.SIZE;
            byte[] damaged = flipped(file.getValue(), at, bit);
            String what = told("byte " + at + ", bit " + bit, file.getKey());
            flips++;
            harmless += index.isRefusedOrHarmless(file.getKey(), damaged, what) ? 0 : 1;
          }
        }
      }
    }
    // Where a sequence of documents has no bits of its own, and the last digits of its slope.
    assertTrue(harmless <= flips / 8, harmless + " of " + flips + " flips are harmless");
  }

  @Test
  void everyByteOfTheMetaIsCheckedThoughTheChecksumIsRight() throws IOException {
    try (DamagedIndex index = DamagedIndex.ofAllParts(new ByteBuffersDirectory())) {
      flipTheMeta(index);
    }
  }

  @Test
  void soIsEveryByteOfDocumentsOfSeveralBlocks() throws IOException {
    try (DamagedIndex index = DamagedIndex.ofManyDocuments(new ByteBuffersDirectory())) {
      flipTheMeta(index);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void numbersOfTheMetaAreCheckedThoughTheChecksumIsRight(boolean isMapped) throws IOException {
    Random random = new Random(SEED);
    try (DamagedIndex index = DamagedIndex.ofAllParts(directory(isMapped))) {
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, byte[]> file : index.files().entrySet()) {
          if (file.getKey().endsWith(".vem")) {
            byte[] bytes = file.getValue();
            int at = random.nextInt(DamagedIndex.footer(bytes) - Long.BYTES);
            long value = EXTREMES[random.nextInt(EXTREMES.length)];
            byte[] damaged = withNumber(bytes, at, random.nextBoolean(), value);
            String what = told("number at " + at + " as " + value, file.getKey());
            index.isRefusedOrHarmless(file.getKey(), damaged, what);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void contentThatIsNotWhatWasWrittenGivesNoOtherException(boolean isMapped) throws IOException {
    Random random = new Random(SEED);
    try (DamagedIndex index = DamagedIndex.ofAllParts(directory(isMapped))) {
      List<String> names = List.copyOf(index.files().keySet());
      for (int round = 0; round < ROUNDS; round++) {
        String file = names.get(round % names.size());
        byte[] bytes = index.files().get(file);
        byte[] damaged = bytes.clone();
        // Anywhere, but as often near an end, where structures are.
        int footer = DamagedIndex.footer(bytes);
        int reach = random.nextBoolean() ? footer : Math.min(footer, 20_000);
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
          damaged[footer - 1 - random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
        String what = told("round " + round, file);
        index.assertNoticed(file, damaged, what);
        index.isRefusedOrAnswers(file, damaged, what);
      }
    }
  }

  @Test
  void filesThatEndTooEarlyAreRefused() throws IOException {
    Random random = new Random(SEED);
    try (DamagedIndex index = DamagedIndex.ofAllParts(new ByteBuffersDirectory())) {
      List<String> names = List.copyOf(index.files().keySet());
      for (int round = 0; round < ROUNDS; round++) {
        String file = names.get(round % names.size());
        byte[] bytes = index.files().get(file);
        int length = random.nextInt(bytes.length);
        String what = told("length " + length, file);
        index.assertNoticed(file, Arrays.copyOf(bytes, length), what);
        if (length > 100) {
          byte[] mended = Arrays.copyOf(bytes, length);
          assertTrue(index.isRefusedOrHarmless(file, mended, what), what);
        }
      }
    }
  }

  @Test
  void filesOfTheOtherSegmentAreRefused() throws IOException {
    try (DamagedIndex index = DamagedIndex.ofAllParts(new ByteBuffersDirectory())) {
      for (String file : index.files().keySet()) {
        String other = file.startsWith("_0") ? "_1" + file.substring(2) : "_0" + file.substring(2);
        byte[] swapped = index.files().get(other);
        index.assertNoticed(file, swapped, told("exchange", file));
        index.isRefusedOrHarmless(file, swapped, told("exchange", file));
      }
    }
  }
}
