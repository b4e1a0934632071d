package org.nseekfs.cli.demo;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.cli.build.IndexBuilder;
import org.nseekfs.cli.build.IndexSettings;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.IndexMetadata;
import org.nseekfs.cli.index.StagedIndex;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.measure.TimedSearches;
import org.nseekfs.cli.search.SearchPlan;
import org.nseekfs.quantization.ElementType;

/** An index of one element type, in memory-mapped files that are deleted when it is closed. */
final class TypeIndex implements Closeable {

  private final ElementType type;
  private final DisposableDirectory place;
  private final VectorIndex index;
  private final TimedSearches searches;
  private final List<Double> medians = new ArrayList<>();

  private TypeIndex(ElementType type, DisposableDirectory place, VectorSource queries)
      throws IOException {
    this.type = type;
    this.place = place;
    this.index = VectorIndex.open(place.path(), Fields.VECTOR);
    this.searches = new TimedSearches(index, queries, SearchPlan.exact(TypeComparison.K));
  }

  /** Indexes the vectors in one segment, and runs {@code step} after each. */
  static TypeIndex build(
      ElementType type, VectorSource vectors, VectorSource queries, Runnable step)
      throws IOException {
    IndexSettings settings = IndexSettings.DEFAULT.withType(type).withSegments(1);
    IndexMetadata metadata =
        new IndexMetadata(type, settings.similarityFunction(), "demo", false, EmbeddingModel.NAME);
    DisposableDirectory place = DisposableDirectory.temporary();
    try {
      try (Directory directory = new MMapDirectory(place.path())) {
        new IndexBuilder(settings, metadata.toUserData())
            .build(directory, vectors, rows -> step.run());
      }
      return new TypeIndex(type, place, queries);
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileSuppressingExceptions(e, place);
      throw e;
    }
  }

  ElementType type() {
    return type;
  }

  TimedSearches searches() {
    return searches;
  }

  long bytes() throws IOException {
    return StagedIndex.bytes(place.path());
  }

  /** Runs and times one search for every query. */
  void measure(Runnable step) throws IOException {
    searches.run(step);
    medians.add(searches.times().millis(50));
  }

  /** The median of the medians measured, in milliseconds. */
  double p50() {
    Collections.sort(medians);
    return medians.get(medians.size() / 2);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(index, place);
  }
}
