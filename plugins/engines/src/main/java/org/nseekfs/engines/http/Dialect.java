package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How an engine wants to be asked, and how it answers. */
public interface Dialect {

  /** Is answered once everything that was indexed before can be searched; refused if that fails. */
  EngineRequest awaitReady();

  /** Makes an empty index. */
  List<EngineRequest> create(EngineIndex index);

  /** Adds documents. */
  List<EngineRequest> add(EngineIndex index, List<EngineEntry> entries);

  /** Makes everything added searchable, in one segment a shard. */
  List<EngineRequest> finish(EngineIndex index);

  /** Searches for the nearest vectors; answers with ids. */
  EngineRequest nearest(EngineIndex index, Nearest search);

  /** The same in an index of ours; answers with texts and raw similarities. */
  EngineRequest nearestWithRaw(EngineIndex index, Nearest search);

  /** Searches for the {@code k} best by text; answers with texts. */
  EngineRequest byText(EngineIndex index, String text, int k);

  /**
   * Searches for the {@code k} best by text and by vector, fused by reciprocal rank, with texts.
   */
  EngineRequest hybrid(EngineIndex index, String text, float[] target, int k);

  /** Any {@code k} documents: what a request costs. */
  EngineRequest matchAll(EngineIndex index, int k);

  /**
   * Any {@code k} documents, and a search by our plugin that may find none: what a request costs
   * that has a vector in it.
   */
  EngineRequest matchAllWithTarget(EngineIndex index, Nearest search);

  /** The hits in an answer to a search, best first. */
  List<EngineHit> hits(JsonNode answer);

  /** Asks why an index cannot be searched. */
  EngineRequest whyMissing(EngineIndex index);

  /** Asks for the bytes that an index takes on disk. */
  List<EngineRequest> size(EngineIndex index);

  /** The bytes in an answer. */
  long bytes(JsonNode answer);

  /**
   * Whether an answer to {@link #add} says that every document was added.
   *
   * @return null, or what went wrong
   */
  String failure(JsonNode answer);
}
