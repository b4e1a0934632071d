package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file (versions 1 to 3) that holds a matrix.
 *
 * <pre>
 *   0  byte 0x93, "NUMPY"
 *   6  major version, minor version
 *   8  length of the text: 2 bytes in version 1, 4 bytes after that, little-endian
 *  10  (12)  text: {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }, spaces, newline
 *      numbers, row after row; column after column if fortran_order is True
 * </pre>
 */
final class NpyHeader {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LENGTH_OFFSET = MAGIC.length + 2;

  /** Bytes of a header as written here, with room for any number of rows. */
  static final int WRITTEN_BYTES = 128;

  /** A structured array has a list in place of a name. */
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*(?:['\"]([^'\"]*)['\"]|\\[)");

  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");

  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([\\dL,\\s]*)\\)");

  /** Python 2 wrote long integers with an L. */
  private static final Pattern MATRIX = Pattern.compile("\\s*(\\d+)L?\\s*,\\s*(\\d+)L?\\s*,?\\s*");

  private NpyHeader() {}

  /**
   * Reads the header of {@code file}.
   *
   * @throws MalformedFileException if there is none, if what follows is no matrix of numbers, which
   *     the message says how to make, or not as long as the header says
   */
  static MatrixLayout read(MappedFile file) throws MalformedFileException {
    int major = version(file);
    int start = LENGTH_OFFSET + (major == 1 ? Short.BYTES : Integer.BYTES);
    require(file, file.size() >= start, "the header ends at byte " + file.size());
    long length =
        major == 1
            ? Short.toUnsignedLong(file.bytes().get(ElementKind.SHORT, LENGTH_OFFSET))
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

  private static MatrixLayout parse(MappedFile file, String text, long start)
      throws MalformedFileException {
    boolean columnByColumn = find(file, ORDER, "fortran_order", text).group(1).equals("True");
    String descr = find(file, DESCR, "descr", text).group(1);
    ElementKind kind = kind(file, descr);
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Matcher shape = matrix(file, find(file, SHAPE, "shape", text).group(1));
    try {
      long rows = Long.parseLong(shape.group(1));
      int columns = Integer.parseInt(shape.group(2));
      requireSize(file, kind, start, rows, columns);
      int count = file.requireRows(rows);
      return columnByColumn
          ? MatrixLayout.columnByColumn(kind, order, start, count, columns)
          : MatrixLayout.rowByRow(kind, order, start, count, columns);
    } catch (NumberFormatException | ArithmeticException e) {
      throw file.malformed("the shape is too large: (" + shape.group().strip() + ")");
    }
  }

  private static ElementKind kind(MappedFile file, String descrOrNull)
      throws MalformedFileException {
    if (descrOrNull == null) {
      throw file.malformed(
          "must hold numbers of one type, holds a structured array: numpy.save(\"v.npy\","
              + " numpy.lib.recfunctions.structured_to_unstructured(a))");
    }
    String type = descrOrNull.replaceFirst("^[<>|]", "");
    String remedy = type.equals("O") ? "numpy.stack(a).astype(\"<f4\")" : "a.astype(\"<f4\")";
    return ElementKind.ofNpyType(type)
        .orElseThrow(
            () ->
                file.malformed(
                    "numbers must be of type f2, f4, f8, i1, u1, i4 or i8, got '"
                        + descrOrNull
                        + "': numpy.save(\"v.npy\", "
                        + remedy
                        + ")"));
  }

  private static Matcher matrix(MappedFile file, String shape) throws MalformedFileException {
    Matcher matrix = MATRIX.matcher(shape);
    if (!matrix.matches()) {
      boolean many = shape.strip().matches("\\d+L?\\s*,\\s*\\d.*");
      throw file.malformed(
          "must have two dimensions, a row for each vector, got the shape ("
              + shape.strip()
              + "): numpy.save(\"v.npy\", a.reshape("
              + (many ? "len(a), -1" : "1, -1")
              + "))");
    }
    return matrix;
  }

  private static void requireSize(
      MappedFile file, ElementKind kind, long start, long rows, int columns)
      throws MalformedFileException {
    String shape = "(" + rows + ", " + columns + ")";
    require(file, rows > 0 && columns > 0, "holds no numbers: its shape is " + shape);
    long end = Math.addExact(start, Math.multiplyExact(rows, (long) columns * kind.bytes()));
    require(
        file,
        file.size() == end,
        "must have "
            + end
            + " bytes for its shape "
            + shape
            + " of "
            + kind.npyDescr()
            + ", has "
            + file.size());
  }

  private static Matcher find(MappedFile file, Pattern pattern, String what, String text)
      throws MalformedFileException {
    Matcher matcher = pattern.matcher(text);
    require(
        file, matcher.find(), "the header must have " + what + ", got " + Utf8.shown(text.strip()));
    return matcher;
  }

  private static void require(MappedFile file, boolean holds, String fault)
      throws MalformedFileException {
    if (!holds) {
      throw file.malformed(fault);
    }
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
