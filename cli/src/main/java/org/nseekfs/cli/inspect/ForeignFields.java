package org.nseekfs.cli.inspect;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.nseekfs.cli.output.TextTable;

/** Fields of vectors, by segment, that are in another format than ours, and what they take. */
final class ForeignFields {

  private final TextTable table =
      new TextTable("segment", "field", "format", "vectors, B", "quantized, B", "graph, B");
  private boolean isEmpty = true;

  ForeignFields(List<SegmentFacts> segments) {
    for (SegmentFacts segment : segments) {
      for (VectorFieldFacts field : segment.fields()) {
        if (!field.isOurs()) {
          add(segment.name(), field);
        }
      }
    }
  }

  private void add(String segment, VectorFieldFacts field) {
    isEmpty = false;
    table.add(
        segment,
        field.name(),
        field.format(),
        bytes(field, "vec"),
        // By 7 bits or fewer an element, and by 1 bit.
        bytes(field, "veq", "veb"),
        bytes(field, "vex"));
  }

  private static String bytes(VectorFieldFacts field, String... extensions) {
    long sum = 0;
    for (String extension : extensions) {
      sum += field.bytes().getOrDefault(extension, 0L);
    }
    return String.format(Locale.ROOT, "%,d", sum);
  }

  /** Prints them, if there are any, and what can be done about it. */
  void print(PrintWriter out, String index) {
    if (isEmpty) {
      return;
    }
    out.println("not in nseek's format, so that exact searches compare every vector:");
    out.println();
    table.print(out);
    out.println();
    out.println("'nseek convert " + index + " COPY' copies the index into nseek's format");
    out.println();
  }
}
