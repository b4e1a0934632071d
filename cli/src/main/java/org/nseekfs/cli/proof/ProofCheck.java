package org.nseekfs.cli.proof;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.search.verify.Discrepancy;

/** A file that a search has written, held against an index. */
record ProofCheck(Path file, Path index) {

  /** What is done with the index. */
  @FunctionalInterface
  interface Check<T> {
    T run(DirectoryReader reader) throws IOException;
  }

  /**
   * Runs a check on the index.
   *
   * @param field whose vectors the file is about
   * @throws CommandFailedException if there are no such vectors, or what was searched for does not
   *     fit them
   */
  <T> T run(String field, Check<T> check) throws IOException {
    try (Directory directory = VectorIndex.openDirectory(index);
        DirectoryReader reader = VectorIndex.openReader(directory)) {
      requireField(field, reader);
      return check.run(reader);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + " does not fit " + index + ": " + e.getMessage());
    }
  }

  private void requireField(String field, DirectoryReader reader) {
    FieldInfo fieldInfo = FieldInfos.getMergedFieldInfos(reader).fieldInfo(field);
    if (fieldInfo == null || !fieldInfo.hasVectorValues()) {
      throw new CommandFailedException(
          file + " is about field \"" + field + "\", which has no vectors in " + index);
    }
  }

  /** Prints what the file says if nothing is wrong with it, else what is. */
  void print(
      PrintWriter out,
      String verdict,
      List<CertifiedFigure> figures,
      List<Discrepancy> discrepancies) {
    if (discrepancies.isEmpty()) {
      out.println(file + ": " + verdict);
      out.println();
      TextTable table = new TextTable("figure", "certified", "checked");
      figures.forEach(figure -> table.add(figure.figure(), figure.cell(), figure.checked()));
      table.print(out);
    } else {
      discrepancies.forEach(discrepancy -> out.println("discrepancy: " + discrepancy));
      out.println(file + ": NOT " + verdict + ", " + discrepancies.size() + " discrepancy(ies)");
    }
    out.flush();
  }
}
