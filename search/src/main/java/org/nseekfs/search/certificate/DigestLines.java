package org.nseekfs.search.certificate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.Function;

/** Lines of text, each ended by a line feed, and their hash. */
public final class DigestLines {

  private final StringBuilder text = new StringBuilder();

  /** Adds the line {@code name=value}. */
  public void line(String name, Object value) {
    text.append(name).append('=').append(value).append('\n');
  }

  /** Adds a line with the number of elements, then a line for each. */
  public <T> void list(String name, Collection<T> elements, Function<T, String> rendering) {
    line(name, elements.size());
    for (T element : elements) {
      text.append(rendering.apply(element)).append('\n');
    }
  }

  /** A text and its length, so that no two lists of texts are rendered alike. */
  public static String text(String value) {
    return value.length() + ":" + value;
  }

  /** The 16 hexadecimal digits of a double's bits. */
  public static String bits(double value) {
    return HexFormat.of().toHexDigits(Double.doubleToLongBits(value));
  }

  /**
   * UTF-8, and of a surrogate without its other half the three bytes that UTF-8 would have if it
   * allowed them (Python's {@code surrogatepass}), so that no two texts have the same bytes.
   */
  private static byte[] utf8(String text) {
    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                bytes.write(0xE0 | point >> 12);
                bytes.write(0x80 | point >> 6 & 0x3F);
                bytes.write(0x80 | point & 0x3F);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /** SHA-256 of the lines in {@link #utf8}, in hexadecimal. */
  public String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(utf8(text.toString()));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
