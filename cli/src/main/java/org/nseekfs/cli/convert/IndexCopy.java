package org.nseekfs.cli.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.codec.IndexConversion;

/**
 * Makes copies of an index, every vector of which is compared with its original.
 *
 * @param source where the index is
 * @param rounded fields whose vectors may differ from the originals
 */
record IndexCopy(Output output, Path source, Set<String> rounded) {

  /** A copy that was made. */
  record Made(int documents, int segments, List<CopiedField> fields) {}

  /**
   * Makes a copy in an empty directory.
   *
   * @throws CommandFailedException if it does not have the same documents, or a vector that was not
   *     to be rounded has other bits
   */
  Made make(DirectoryReader original, IndexConversion conversion, Path place) throws IOException {
    try (Directory directory = new MMapDirectory(place)) {
      try (Progress progress = output.progress("1/2 copying", original.maxDoc())) {
        conversion.copy(original, directory, progress::stepTo);
      }
      try (DirectoryReader copy = DirectoryReader.open(directory)) {
        requireSameCount(original, copy);
        return new Made(copy.numDocs(), copy.leaves().size(), compare(original, copy));
      }
    }
  }

  private void requireSameCount(DirectoryReader original, DirectoryReader copy) {
    if (original.numDocs() != copy.numDocs()) {
      throw new CommandFailedException(
          "the copy has "
              + copy.numDocs()
              + " documents, and "
              + source
              + " has "
              + original.numDocs()
              + ": it is thrown away");
    }
  }

  private List<CopiedField> compare(DirectoryReader original, DirectoryReader copy)
      throws IOException {
    List<VectorField> fields = VectorField.of(FieldInfos.getMergedFieldInfos(copy));
    List<CopiedField> compared = new ArrayList<>();
    long most = (long) original.numDocs() * fields.size();
    long before = 0;
    try (Progress progress = output.progress("2/2 comparing vectors", most)) {
      for (VectorField field : fields) {
        long base = before;
        VectorComparison comparison =
            new VectorComparison(field.name(), vectors -> progress.stepTo(base + vectors));
        comparison.run(original, copy);
        before += original.numDocs();
        compared.add(compared(field, comparison));
      }
    }
    return compared;
  }

  private CopiedField compared(VectorField field, VectorComparison comparison) {
    boolean isRounded = rounded.contains(field.name());
    if (comparison.unequal() > 0 && !isRounded) {
      throw new CommandFailedException(
          "field \""
              + field.name()
              + "\": "
              + comparison.unequal()
              + " of "
              + comparison.vectors()
              + " vectors are not the same in the copy, which is thrown away: run 'nseek check' on "
              + source);
    }
    return new CopiedField(
        field.name(),
        field.type().label(),
        comparison.vectors() - comparison.unequal(),
        comparison.unequal(),
        isRounded ? comparison.largestError() : null);
  }
}
