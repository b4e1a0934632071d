package org.nseekfs.cli.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.nseekfs.cli.output.TextTable;

/**
 * What tells a document from others.
 *
 * @param id a number or a word, see {@link DocumentIds}
 * @param key of the text that {@code nseek index} stored; as the next two null where it is not so
 * @param text of another stored field; null if none is shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentLabel(Object id, String key, String words, String gloss, String text) {

  private static final int WIDTH = 80;

  /** What a table shows of its text. */
  public String cell() {
    String shown = text == null ? "" : text;
    String line = words == null ? shown : new DocumentText(key, words, gloss).text();
    return TextTable.cut(line.strip().replaceAll("\\s+", " "), WIDTH);
  }
}
