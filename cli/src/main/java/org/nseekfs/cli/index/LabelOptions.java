package org.nseekfs.cli.index;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say what is shown of documents. */
@Command
public final class LabelOptions {

  @Option(
      names = "--id-field",
      paramLabel = "NAME",
      description =
          "The field of the documents' ids, numbers or words (default: "
              + Fields.ID
              + "; documents without one have their number in the index).")
  private String idField;

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      description =
          "The stored field that is shown of documents (default: what 'nseek index' has stored, or"
              + " the only text that is stored besides the id).")
  private String textField;

  /**
   * The labels of an index that stays open.
   *
   * @throws IOException if the index does not have a field that is named
   */
  public DocumentLabels of(VectorIndex index) throws IOException {
    IndexReader reader = index.reader();
    return new DocumentLabels(
        index,
        new DocumentIds(reader, idField),
        TextColumn.of(reader, textField, idField == null ? Fields.ID : idField));
  }
}
