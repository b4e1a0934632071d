package org.nseekfs.cli.index;

import java.io.IOException;

/** What tells the documents of an index from each other. */
public final class DocumentLabels {

  private final VectorIndex index;
  private final DocumentIds ids;
  private final TextColumn texts;

  DocumentLabels(VectorIndex index, DocumentIds ids, TextColumn texts) {
    this.index = index;
    this.ids = ids;
    this.texts = texts;
  }

  /** Their ids. */
  public DocumentIds ids() {
    return ids;
  }

  /** The label of a document. */
  public DocumentLabel of(int doc) throws IOException {
    DocumentText ours = index.textOrNull(doc);
    return ours == null
        ? new DocumentLabel(ids.of(doc), null, null, null, texts.of(doc))
        : new DocumentLabel(ids.of(doc), ours.key(), ours.words(), ours.gloss(), null);
  }
}
