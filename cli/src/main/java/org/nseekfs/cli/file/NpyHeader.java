package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file (versions 1 to 3) that holds a matrix in C order.
 *
 * <pre>
 *   0  byte 0x93, "NUMPY"
 *   6  major version, minor version
 *   8  length of the text: 2 bytes in version 1, 4 bytes after that, little-endian
 *  10  (12)  text: {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }, spaces, newline
 *      numbers, row after row
 * </pre>
 */
record NpyHeader(ElementKind kind, long rows, int columns, long dataOffset) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LENGTH_OFFSET = MAGIC.length + 2;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Bytes of a header as written here, with room for any number of rows. */
  static final int WRITTEN_BYTES = 128;

  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");

  /** Python 2 wrote long integers with an L. */
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(\\s*(\\d+)L?\\s*,\\s*(\\d+)L?\\s*,?\\s*\\)");

  static NpyHeader read(MappedFile file) throws MalformedFileException {
    int major = version(file);
    int start = LENGTH_OFFSET + (major == 1 ? Short.BYTES : Integer.BYTES);
    require(file, file.size() >= start, "the header ends at byte " + file.size());
    long length =
        major == 1
            ? Short.toUnsignedLong(file.bytes().get(SHORT, LENGTH_OFFSET))
            : Integer.toUnsignedLong(file.bytes().get(ElementKind.INT, LENGTH_OFFSET));
    require(
        file,
        file.size() >= start + length,
        "the header must end at byte " + (start + length) + ", the file at " + file.size());
    byte[] text =
        file.bytes().asSlice(start, Math.min(length, 1 << 16)).toArray(ValueLayout.JAVA_BYTE);
    return parse(file, new String(text, StandardCharsets.UTF_8), start + length);
  }

  private static int version(MappedFile file) throws MalformedFileException {
    boolean magic =
        file.size() >= LENGTH_OFFSET
            && file.bytes().asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) == -1;
    require(file, magic, "a .npy file must begin with \\x93NUMPY and its version, at byte 0");
    int major = file.bytes().get(ValueLayout.JAVA_BYTE, MAGIC.length);
    require(file, major >= 1 && major <= 3, "the version must be 1, 2 or 3, got " + major);
    return major;
  }

  private static NpyHeader parse(MappedFile file, String text, long dataOffset)
      throws MalformedFileException {
    String shown = text.strip();
    String order = find(file, ORDER, "fortran_order", shown).group(1);
    require(
        file,
        order.equals("False"),
        "must be in C order, got fortran_order: True; save numpy.ascontiguousarray(a)");
    String descr = find(file, DESCR, "descr", shown).group(1);
    ElementKind kind =
        ElementKind.ofNpyDescr(descr)
            .orElseThrow(
                () ->
                    file.malformed(
                        "numbers must be of type <f2, <f4, <f8, |i1, |u1, <i4 or <i8, got '"
                            + descr
                            + "'; save a.astype('<f4')"));
    Matcher shape = find(file, SHAPE, "shape (two numbers)", shown);
    try {
      NpyHeader header =
          new NpyHeader(
              kind, Long.parseLong(shape.group(1)), Integer.parseInt(shape.group(2)), dataOffset);
      header.requireSize(file);
      return header;
    } catch (NumberFormatException | ArithmeticException e) {
      throw file.malformed("the shape is too large: " + shape.group());
    }
  }

  private void requireSize(MappedFile file) throws MalformedFileException {
    require(
        file,
        rows > 0 && columns > 0,
        "holds no numbers: its shape is (" + rows + ", " + columns + ")");
    long end = Math.addExact(dataOffset, Math.multiplyExact(rows, rowBytes()));
    require(
        file,
        file.size() == end,
        "must have "
            + end
            + " bytes for its shape ("
            + rows
            + ", "
            + columns
            + ") of "
            + kind.npyDescr()
            + ", has "
            + file.size());
  }

  private static Matcher find(MappedFile file, Pattern pattern, String what, String text)
      throws MalformedFileException {
    Matcher matcher = pattern.matcher(text);
    require(
        file,
        matcher.find(),
        "the header must have "
            + what
            + ", got "
            + text
            + "; save one matrix: a.reshape(rows, -1)");
    return matcher;
  }

  private static void require(MappedFile file, boolean holds, String fault)
      throws MalformedFileException {
    if (!holds) {
      throw file.malformed(fault);
    }
  }

  long rowBytes() {
    return (long) columns * kind.bytes();
  }

  /** The header as version 1 writes it, {@link #WRITTEN_BYTES} long. */
  static ByteBuffer written(ElementKind kind, long rows, int columns) {
    String text =
        "{'descr': '"
            + kind.npyDescr()
            + "', 'fortran_order': False, 'shape': ("
            + rows
            + ", "
            + columns
            + "), }";
    int textBytes = WRITTEN_BYTES - LENGTH_OFFSET - Short.BYTES;
    return ByteBuffer.allocate(WRITTEN_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) textBytes)
        .put(
            (text + " ".repeat(textBytes - text.length() - 1) + "\n")
                .getBytes(StandardCharsets.US_ASCII))
        .flip();
  }
}
