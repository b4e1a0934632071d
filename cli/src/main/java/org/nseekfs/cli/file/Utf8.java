package org.nseekfs.cli.file;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/** Files of text in UTF-8; a byte order mark at their beginning is no part of the text. */
public final class Utf8 {

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Utf8() {}

  /**
   * A reader of {@code path} that throws {@link java.nio.charset.MalformedInputException} where the
   * file is not UTF-8.
   *
   * @throws MalformedFileException if the file begins with a byte order mark of UTF-16 or UTF-32
   */
  public static BufferedReader reader(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    try {
      in.mark(MARK.length);
      byte[] start = in.readNBytes(MARK.length);
      in.reset();
      in.skipNBytes(markLength(path, start));
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * All bytes of {@code path} behind the mark.
   *
   * @throws MalformedFileException as {@link #reader}
   */
  public static byte[] bytes(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    return Arrays.copyOfRange(bytes, markLength(path, bytes), bytes.length);
  }

  /**
   * Checks that a line does not begin with a mark, as where files were put together.
   *
   * @throws MalformedFileException naming the line, if it does
   */
  public static void requireNoMark(Path path, String line, int number)
      throws MalformedFileException {
    if (line.startsWith("\uFEFF")) {
      throw new MalformedFileException(
          path, "line " + number + " begins with a byte order mark: remove it");
    }
  }

  /** {@code text} with its invisible characters in hexadecimal. */
  static String shown(String text) {
    return Pattern.compile("[\\p{Cntrl}\\p{Cf}]")
        .matcher(text)
        .replaceAll(
            match -> String.format(Locale.ROOT, "\\\\u%04X", (int) match.group().charAt(0)));
  }

  /**
   * How many bytes of {@code start}, with which {@code path} begins, are a mark.
   *
   * @throws MalformedFileException as {@link #reader}
   */
  static int markLength(Path path, byte[] start) throws MalformedFileException {
    int first = start.length < 2 ? 0 : (start[0] & 0xFF) << 8 | start[1] & 0xFF;
    if (first == 0xFFFE || first == 0xFEFF) {
      throw new MalformedFileException(
          path,
          "is not UTF-8: it begins with the byte order mark of UTF-16 or UTF-32; save it as UTF-8,"
              + " or convert it: iconv -f UTF-16 -t UTF-8");
    }
    return start.length >= MARK.length && Arrays.equals(start, 0, MARK.length, MARK, 0, MARK.length)
        ? MARK.length
        : 0;
  }
}
