package org.nseekfs.campaign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;

/**
 * What a writer does step by step, fixed by a seed, so that another process knows what an index
 * must hold after any step. A step adds documents, changes and deletes some, and ends with a commit
 * that says its number.
 */
final class Script {

  static final String ID = "id";
  static final String TAG = "tag";
  static final int TAGS = 10;

  private static final String STEP = "step";

  /** Every so many documents one has no vector. */
  private static final int WITHOUT_VECTOR = 17;

  private final VectorKind kind;
  private final long seed;
  private final int documents;

  /**
   * A script.
   *
   * @param documents that a step adds at most
   */
  Script(VectorKind kind, long seed, int documents) {
    this.kind = kind;
    this.seed = seed;
    this.documents = documents;
  }

  VectorKind kind() {
    return kind;
  }

  /** A document that is written, or deleted if it has no vector and no tag. */
  private record Change(int id, Object vector, boolean isDeletion) {}

  private List<Change> changes(int step) {
    Random random = new Random(31 * seed + step);
    int first = step * documents;
    List<Change> changes = new ArrayList<>();
    int added = 1 + random.nextInt(documents);
    for (int id = first; id < first + added; id++) {
      boolean hasVector = id % WITHOUT_VECTOR != WITHOUT_VECTOR - 1;
      changes.add(new Change(id, hasVector ? kind.next(random) : null, false));
    }
    for (int i = 0; i < documents / 10; i++) {
      int id = random.nextInt(first + added);
      boolean isDeletion = random.nextBoolean();
      changes.add(new Change(id, isDeletion ? null : kind.next(random), isDeletion));
    }
    return changes;
  }

  /** Makes the step's changes and commits; merges all first, now and then. */
  void run(int step, IndexWriter writer) throws IOException {
    for (Change change : changes(step)) {
      Term id = new Term(ID, Integer.toString(change.id));
      if (change.isDeletion) {
        writer.deleteDocuments(id);
      } else {
        writer.updateDocument(id, document(change.id, change.vector));
      }
    }
    if (step % 4 == 3) {
      writer.forceMerge(1);
    }
    writer.setLiveCommitData(Map.of(STEP, Integer.toString(step)).entrySet());
    writer.commit();
  }

  private Document document(int id, Object vector) {
    Document document = new Document();
    document.add(new StringField(ID, Integer.toString(id), Field.Store.NO));
    document.add(new NumericDocValuesField(ID, id));
    document.add(new StringField(TAG, Integer.toString(id % TAGS), Field.Store.NO));
    if (vector != null) {
      document.add(kind.field(vector));
    }
    return document;
  }

  /** The step of the commit that {@code reader} reads; -1 if there was none yet. */
  static int step(DirectoryReader reader) throws IOException {
    String step = reader.getIndexCommit().getUserData().get(STEP);
    return step == null ? -1 : Integer.parseInt(step);
  }

  /** The vectors that an index holds after a step, as they are stored, by the documents' ids. */
  Map<Integer, Object> vectorsAfter(int step) {
    Map<Integer, Object> vectors = new TreeMap<>();
    for (int i = 0; i <= step; i++) {
      for (Change change : changes(i)) {
        if (change.vector == null) {
          vectors.remove(change.id);
        } else {
          vectors.put(change.id, kind.stored(change.vector));
        }
      }
    }
    return vectors;
  }
}
