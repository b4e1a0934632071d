package org.nseekfs.cli.file;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code .hdf5} files, as ann-benchmarks has them: matrices in data sets such as {@code train}.
 * They are mapped where they lie in the file, so those in chunks, as packed ones are, are not read.
 */
final class Hdf5File {

  private Hdf5File() {}

  /**
   * Opens the data set that {@code input} names, or the only one of two dimensions.
   *
   * @throws MalformedFileException listing the data sets, if there is no such one or none is named;
   *     or saying how to make a {@code .npy} of one that is not read
   */
  static VectorFile open(VectorInput input) throws IOException {
    Path path = input.requireFile();
    MatrixLayout layout = layout(input, path);
    return MappedFile.open(
        path,
        file -> {
          long end = layout.start() + layout.rows() * layout.rowStride();
          if (file.size() < end) {
            throw file.malformed(
                "is cut off: its vectors end at byte " + end + ", the file at " + file.size());
          }
          return new BinaryVectors(file, layout);
        });
  }

  private static MatrixLayout layout(VectorInput input, Path path) throws IOException {
    try (HdfFile hdf5 = new HdfFile(path)) {
      List<String> names =
          hdf5.getChildren().values().stream()
              .filter(node -> node instanceof Dataset set && set.getDimensions().length == 2)
              .map(Node::getName)
              .sorted()
              .toList();
      String name = input.chooseArray(names);
      Dataset dataset = hdf5.getDatasetByPath(name);
      if (!(dataset instanceof ContiguousDataset contiguous) || dataset.isEmpty()) {
        throw unread(input, name, "is packed, in chunks, or empty", "");
      }
      DataType type = dataset.getDataType();
      int[] dimensions = dataset.getDimensions();
      return MatrixLayout.rowByRow(
          kind(input, name, type),
          type instanceof OrderedDataType ordered
              ? ordered.getByteOrder()
              : ByteOrder.LITTLE_ENDIAN,
          hdf5.getUserBlockSize() + contiguous.getDataAddress(),
          dimensions[0],
          dimensions[1]);
    } catch (RuntimeException e) {
      // What the library throws where bytes make no sense is of many kinds.
      throw new MalformedFileException(
          input.path(), "is no .hdf5, or damaged: " + e.getMessage() + "; make it by h5py");
    }
  }

  private static ElementKind kind(VectorInput input, String name, DataType type)
      throws MalformedFileException {
    String letter = type instanceof FixedPoint integer ? integer.isSigned() ? "i" : "u" : "f";
    String npyType = letter + type.getSize();
    return ElementKind.ofNpyType(npyType)
        .orElseThrow(
            () ->
                unread(
                    input,
                    name,
                    "must hold f2, f4, f8, i1, u1, i4 or i8, holds " + npyType,
                    ".astype(\"<f4\")"));
  }

  private static MalformedFileException unread(
      VectorInput input, String name, String fault, String conversion) {
    return new MalformedFileException(
        input.path(),
        "the data set "
            + name
            + " "
            + fault
            + ": numpy.save(\"v.npy\", h5py.File(\""
            + input.fileOrNull().getFileName()
            + "\")[\""
            + name
            + "\"][:]"
            + conversion
            + ")");
  }
}
