package org.nseekfs.benchmarks.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.file.MalformedFileException;

class IdxImagesTest {

  @TempDir Path directory;

  private Path write(int[] header, int... pixels) throws IOException {
    Path path = directory.resolve("images.gz");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(path)))) {
      for (int number : header) {
        out.writeInt(number);
      }
      for (int pixel : pixels) {
        out.writeByte(pixel);
      }
    }
    return path;
  }

  @Test
  void anImageIsAVectorOfItsPixels() throws IOException {
    Path path = write(new int[] {0x803, 2, 1, 3}, 0, 127, 128, 255, 1, 2);
    try (IdxImages images = IdxImages.open(path)) {
      assertEquals(2, images.count());
      assertEquals(3, images.dimension());
      assertArrayEquals(new float[] {0, 127, 128}, images.next());
      assertArrayEquals(new float[] {255, 1, 2}, images.next());
    }
  }

  @Test
  void refusesWhatIsNoFileOfImages() throws IOException {
    assertRefused("must begin with 0x00000803, got 0x00000801", new int[] {0x801, 2, 1, 3});
    assertRefused("count must be positive, got 0", new int[] {0x803, 0, 1, 3});
    assertRefused("columns must be positive, got -1", new int[] {0x803, 2, 1, -1});
    assertRefused("ends within its header", new int[] {0x803, 2});
  }

  private void assertRefused(String message, int[] header) throws IOException {
    Path path = write(header);
    assertEquals(
        path + ": " + message,
        assertThrows(MalformedFileException.class, () -> IdxImages.open(path).close())
            .getMessage());
  }

  @Test
  void refusesAFileThatEndsWithinAnImage() throws IOException {
    Path path = write(new int[] {0x803, 2, 1, 3}, 1, 2, 3, 4);
    try (IdxImages images = IdxImages.open(path)) {
      images.next();
      assertEquals(
          path + ": promises 2 images, ends within image 1",
          assertThrows(MalformedFileException.class, images::next).getMessage());
    }
  }
}
