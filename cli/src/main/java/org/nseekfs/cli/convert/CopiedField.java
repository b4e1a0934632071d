package org.nseekfs.cli.convert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import org.nseekfs.cli.output.TextTable;

/**
 * A field of vectors in a copy of an index.
 *
 * @param type how an element is stored in the copy
 * @param equalVectors how many vectors have the bits of their originals: all, if they were not to
 *     be rounded
 * @param roundedVectors how many have others
 * @param largestError by how much an element differs from its original at most; null if the field
 *     was not to be rounded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CopiedField(
    String name, String type, long equalVectors, long roundedVectors, Double largestError) {

  /** A table of fields. */
  static TextTable table(List<CopiedField> fields) {
    TextTable table =
        new TextTable("field", "type", "vectors equal bit by bit", "rounded", "largest error");
    for (CopiedField each : fields) {
      table.add(
          each.name(),
          each.type(),
          String.format(Locale.ROOT, "%,d", each.equalVectors()),
          String.format(Locale.ROOT, "%,d", each.roundedVectors()),
          each.largestError() == null
              ? ""
              : String.format(Locale.ROOT, "%.3g", each.largestError()));
    }
    return table;
  }
}
