import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies the class files of the kernels' templates, one copy for each specialization, under names
 * that tell which.
 *
 * <p>Run by the build with the directory of the compiled classes.
 */
final class CopyTemplates {

  private static final String PACKAGE = "org/nseekfs/quantization/kernel/";
  private static final List<Integer> WIDTHS = List.of(128, 256, 512);
  private static final List<String> OPERATIONS =
      List.of("DOT", "SQUARE_DISTANCE", "SQUARE_NORM");

  private static final int TAG_UTF8 = 1;
  private static final int TAG_LONG = 5;
  private static final int TAG_DOUBLE = 6;
  private static final int TAG_METHOD_HANDLE = 15;

  private CopyTemplates() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0], PACKAGE);
    for (String type : List.of("F8", "F16", "BF16", "F32")) {
      copySum(directory, "sum/PanamaFloatSum", type);
    }
    copySum(directory, "sum/PanamaDoubleSum", "F64");
    copySum(directory, "sum/PanamaByteSum", "BYTE");
    for (String name :
        List.of(
            "matrix/PanamaMatrixProduct",
            "bounds/PanamaBlockBounds",
            "signs/PanamaAsymmetricEstimates",
            "matrix/PanamaRotation",
            "bounds/PanamaBoundScan")) {
      copy(directory, name, "");
    }
  }

  private static void copySum(Path directory, String name, String type) throws IOException {
    for (String operation : OPERATIONS) {
      copy(directory, name, "__" + type + "__" + operation);
    }
  }

  private static void copy(Path directory, String name, String suffix) throws IOException {
    byte[] template = Files.readAllBytes(directory.resolve(name + ".class"));
    for (int width : WIDTHS) {
      String copy = name + suffix + "__" + width;
      Files.write(directory.resolve(copy + ".class"), renamed(template, name, copy));
    }
  }

  /** The class file with another name of the class in its constant pool. */
  private static byte[] renamed(byte[] classFile, String from, String to) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(in.readInt());
    out.writeInt(in.readInt());
    int entries = in.readUnsignedShort();
    out.writeShort(entries);
    for (int entry = 1; entry < entries; entry++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == TAG_UTF8) {
        out.writeUTF(renamed(in.readUTF(), PACKAGE + from, PACKAGE + to));
      } else {
        out.write(in.readNBytes(length(tag)));
      }
      if (tag == TAG_LONG || tag == TAG_DOUBLE) {
        entry++;
      }
    }
    out.write(in.readAllBytes());
    return bytes.toByteArray();
  }

  private static String renamed(String text, String from, String to) {
    return text.equals(from) ? to : text.replace("L" + from + ";", "L" + to + ";");
  }

  /** Bytes of a constant after its tag. */
  private static int length(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case TAG_METHOD_HANDLE -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case TAG_LONG, TAG_DOUBLE -> 8;
      default -> throw new IllegalArgumentException("constant of tag " + tag);
    };
  }
}
