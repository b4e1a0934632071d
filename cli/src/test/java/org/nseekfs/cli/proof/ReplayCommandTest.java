package org.nseekfs.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.codec.NSeekCodec;

/** Audit records as search writes them, and what replay says of changed records and indexes. */
class ReplayCommandTest {

  private static final int COUNT = 1200;

  @TempDir static Path shared;
  private static Path index;
  private static Path genuine;

  @TempDir Path folder;

  @BeforeAll
  static void auditASearch() throws IOException {
    index = SampleFiles.index(shared, COUNT, "f32");
    genuine = audit(index, shared.resolve("genuine.json"));
  }

  private static Path audit(Path index, Path file) throws IOException {
    Path query = SampleFiles.vectors(file.resolveSibling("query.npy"), 1, 2);
    CommandRun run = CommandRun.of("search", index, "--vectors", query, "-k", 3, "--audit", file);
    assertEquals(0, run.exitCode(), run.err());
    return file;
  }

  private Path copied() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static JsonTree genuine() throws IOException {
    return JsonTree.read(genuine);
  }

  private Path written(JsonTree tree) throws IOException {
    return tree.write(folder.resolve("tampered.json"));
  }

  private static List<String> kinds(Path file, Path index) throws IOException {
    CommandRun run = CommandRun.of("replay", index, file, "--json");
    assertEquals(1, run.exitCode(), run.out() + run.err());
    assertFalse(run.json().get("reproduced").asBoolean());
    List<String> kinds = new ArrayList<>();
    run.json().get("discrepancies").forEach(found -> kinds.add(found.get("kind").asText()));
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "bf16", "f32", "f64"})
  void aSearchIsReproduced(String type) throws IOException {
    Path typed = SampleFiles.index(folder, 200, type);
    Path file = audit(typed, folder.resolve("audit.json"));

    CommandRun run = CommandRun.of("replay", typed, file);

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().startsWith(file + ": reproduced"), run.out());
    assertTrue(run.out().contains("hits stay within"), run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "euclidean", "max_inner_product"})
  void aSearchUnderAnySimilarityIsReproduced(String similarity) throws IOException {
    Path base = shared.resolve("base.npy");
    Path other = folder.resolve("index");
    CommandRun.of("index", "--vectors", base, "--similarity", similarity, other);
    Path file = audit(other, folder.resolve("audit.json"));

    CommandRun run = CommandRun.of("replay", other, file, "--json");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.json().get("reproduced").asBoolean());
    JsonNode margin = JsonTree.read(file).at("/audit/proof/decision_margin");
    assertTrue(margin.at("/first/value").asDouble() > 0, margin.toString());
  }

  @Test
  void aCopyOfTheIndexReproducesTheSearch() throws IOException {
    CommandRun run = CommandRun.of("replay", copied(), genuine, "--json");

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.json().get("discrepancies").isEmpty());
  }

  /** A copy of the index with a flipped bit in every file of vectors, or of all of a segment. */
  private Path damaged() throws IOException {
    Path copy = copied();
    try (Stream<Path> files = Files.list(copy)) {
      for (Path file : files.filter(it -> it.toString().matches(".*\\.(vec|cfs)")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
    return copy;
  }

  @Test
  void ofADamagedIndexNothingIsSaidOrWritten() throws IOException {
    Path damaged = damaged();
    Path query = shared.resolve("query.npy");
    Path audit = folder.resolve("audit.json");
    Path certificate = folder.resolve("certificate.json");
    Path found = folder.resolve("found.json");

    assertEquals(
        0,
        CommandRun.of("search", index, "--vectors", query, "--certificate", certificate)
            .exitCode());
    assertDamaged(CommandRun.of("replay", damaged, genuine));
    assertDamaged(CommandRun.of("verify", damaged, certificate));
    assertDamaged(
        CommandRun.of(
            "search", damaged, "--vectors", query, "--certificate", found, "--audit", audit));
    assertFalse(Files.exists(audit));
    assertFalse(Files.exists(found));
    assertEquals(1, CommandRun.of("check", damaged).exitCode());
  }

  private static void assertDamaged(CommandRun run) {
    assertEquals(1, run.exitCode(), run.out() + run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("nseek: the index is damaged: checksum failed"), run.err());
    assertTrue(run.err().contains("copy/_0"), run.err());
    assertTrue(run.err().contains("'nseek check'"), run.err());
  }

  @Test
  void certificateAndAuditRecordAreWrittenTogether() throws IOException {
    Path audit = folder.resolve("audit.json");
    Path certificate = folder.resolve("certificate.json");

    CommandRun run =
        CommandRun.of(
            "search", index, "--like", 7, "-k", 2, "--certificate", certificate, "--audit", audit);

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(0, CommandRun.of("verify", index, certificate).exitCode());
    assertEquals(0, CommandRun.of("replay", index, audit).exitCode());
    assertEquals(3, JsonTree.read(audit).at("/audit/proof/certificate/asked/k").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "/audit/software/nseekfs, '\"0.0.1\"', VERSION",
    "/audit/software/lucene, '\"9.0.0\"', VERSION",
    "/audit/commit/id, '\"00\"', COMMIT",
    "/audit/commit/generation, 9, COMMIT",
    "/audit/commit/segments/0/name, '\"_77\"', SEGMENT",
    "/audit/commit/segments/0/id, '\"00\"', SEGMENT",
    "/audit/commit/segments/0/documents, 7, SEGMENT",
    "/audit/commit/segments/0/deleted, 7, SEGMENT",
    "/audit/commit/segments/0/checksums, '{}', CHECKSUM",
    "/audit/target/type, '\"F64\"', ''",
    "/audit/proof/certificate/asked/filter, '\"id:3\"', FILTER",
    "/audit/proof/certificate/asked/k, 4, HITS",
    "/audit/proof/certificate/vectors/similarity_function, '\"COSINE\"', SIMILARITY",
    "/audit/proof/certificate/vectors/element_types/0, '\"F16\"', TYPE",
    "/audit/proof/certificate/pruning/considered, 7, CONSIDERED",
    "/audit/proof/certificate/answer/ranking/0/doc, 7, SEARCH",
    "/audit/proof/certificate/answer/ranking/0/doc, 7, DOCUMENT",
    "/audit/proof/certificate/digest, '\"00\"', DIGEST",
    "/audit/proof/decision_margin, null, DECISION_MARGIN",
    "/audit/digest, '\"00\"', RECORD_DIGEST"
  })
  void aTamperedFigureIsADifferenceOfItsKind(String place, String json, String kind)
      throws IOException {
    Path file = written(genuine().set(place, json));
    if (kind.isEmpty()) {
      assertRefused(index, file, "does not fit " + index);
    } else {
      assertTrue(kinds(file, index).contains(kind), () -> place);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/audit/proof/certificate/asked/min_raw, -5, MIN_RAW",
    "/audit/proof/certificate/answer/ranking/1/raw, 0.5, RAW_BITS",
    "/audit/proof/certificate/answer/ranking/1/raw, 0.5, RAW_ERROR",
    "/audit/proof/certificate/answer/kth_raw, 0.5, KTH_RAW",
    "/audit/proof/certificate/answer/margins/0, 0.5, MARGIN",
    "/audit/proof/certificate/pruning/largest_bound, 2, PRUNED_BOUND",
    "/audit/proof/decision_margin/first, 0.5, DECISION_MARGIN",
    "/audit/proof/decision_margin/members, 0.5, DECISION_MARGIN"
  })
  void aTamperedNumberIsADifferenceOfItsKind(String place, double value, String kind)
      throws IOException {
    Path file = written(genuine().set(place, JsonTree.exact(value)));
    assertTrue(kinds(file, index).contains(kind), () -> place);
  }

  @Test
  void nothingInTheFileCanBeChangedUnseen() throws IOException {
    List<String> places = genuine().leaves();
    assertTrue(places.size() > 45, places.toString());
    for (String place : places) {
      Path file = written(genuine().set(place, JsonTree.changed(genuine().at(place))));
      CommandRun run = CommandRun.of("replay", index, file);
      String told = run.out() + run.err();
      assertEquals(1, run.exitCode(), place + told);
      assertFalse(told.contains("Exception"), place + told);
    }
  }

  @Test
  void aTargetOfOtherBitsHasOtherRawValues() throws IOException {
    String bits = genuine().at("/audit/target/bits").asText();
    Path file = written(genuine().set("/audit/target/bits", "\"3f" + bits.substring(2) + "\""));
    List<String> kinds = kinds(file, index);
    assertTrue(kinds.containsAll(List.of("RAW_BITS", "SEARCH", "RECORD_DIGEST")), kinds::toString);
  }

  /** A change of an index that was copied. */
  @FunctionalInterface
  private interface Change {
    void make(IndexWriter writer) throws IOException;
  }

  private List<String> kindsAfter(Change change) throws IOException {
    Path copy = copied();
    IndexWriterConfig config = new IndexWriterConfig().setCodec(new NSeekCodec());
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = FSDirectory.open(copy);
        IndexWriter writer = new IndexWriter(directory, config)) {
      change.make(writer);
    }
    return kinds(genuine, copy);
  }

  @Test
  void aDeletedDocumentIsADifference() throws IOException {
    List<String> kinds =
        kindsAfter(
            writer ->
                writer.deleteDocuments(NumericDocValuesField.newSlowExactQuery(Fields.ID, 5)));
    assertTrue(
        kinds.containsAll(List.of("COMMIT", "SEGMENT", "CHECKSUM", "CONSIDERED")), kinds::toString);
  }

  @Test
  void anUpdatedDocumentIsADifference() throws IOException {
    Document document = new Document();
    float[] vector = new float[SampleFiles.DIMENSION];
    vector[0] = 1;
    document.add(
        new KnnFloatVectorField(Fields.VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    List<String> kinds =
        kindsAfter(
            writer ->
                writer.updateDocuments(
                    NumericDocValuesField.newSlowExactQuery(Fields.ID, 5), List.of(document)));
    assertTrue(kinds.containsAll(List.of("COMMIT", "SEGMENT", "CHECKSUM")), kinds::toString);
  }

  @Test
  void aMergedSegmentIsADifference() throws IOException {
    List<String> kinds =
        kindsAfter(
            writer -> {
              writer.getConfig().setMergePolicy(new TieredMergePolicy());
              writer.deleteDocuments(NumericDocValuesField.newSlowExactQuery(Fields.ID, 5));
              writer.commit();
              writer.forceMerge(1);
            });
    assertTrue(kinds.containsAll(List.of("COMMIT", "SEGMENT", "CONSIDERED")), kinds::toString);
  }

  @Test
  void differencesAreToldInWords() throws IOException {
    Path file = written(genuine().set("/audit/commit/generation", "9"));

    CommandRun run = CommandRun.of("replay", index, file);

    assertEquals(1, run.exitCode());
    assertTrue(
        run.out().startsWith("discrepancy: COMMIT: expected generation 1, found generation 9"),
        run.out());
    assertTrue(run.out().contains(file + ": NOT reproduced, 2 discrepancy(ies)"), run.out());
  }

  @Test
  void whatCannotBeReplayedIsRefusedNamingWhy() throws IOException {
    Path doubles = SampleFiles.index(folder, 5, "f64");
    assertRefused(doubles, genuine, "does not fit " + doubles + ": field \"vector\" holds f64");
    assertRefused(folder.resolve("nowhere"), genuine, "no index in");
    assertRefused(index, folder.resolve("none.json"), "no such file");
    Path field = written(genuine().set("/audit/proof/certificate/asked/field", "\"emb\""));
    assertRefused(index, field, field + " is about field \"emb\", which has no vectors in");
    Path bits = written(genuine().set("/audit/target/bits", "\"3f8\""));
    assertRefused(index, bits, bits + ": query: ");
    Path format = written(genuine().set("/format", "\"nseek audit 9\""));
    assertRefused(index, format, format + ": format must be \"nseek audit 1\"");
    Path none = written(genuine().set("/audit/commit", "null"));
    assertRefused(index, none, none + ": no audit record: audit.commit: ");
  }

  private static void assertRefused(Path index, Path file, String message) {
    CommandRun run = CommandRun.of("replay", index, file);
    assertEquals(1, run.exitCode(), run.out() + run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, CommandRun.of("replay", "a.json").exitCode());
    assertEquals(2, CommandRun.of("replay", "i").exitCode());
    CommandRun name = CommandRun.of("search", "i", "--like", 1, "--audit", "a.txt");
    assertEquals(2, name.exitCode());
    assertTrue(name.err().contains("--audit must end in .json, got a.txt"), name.err());
    CommandRun lsh =
        CommandRun.of("search", "i", "--like", 1, "--audit", "a.json", "--mode", "lsh");
    assertEquals(2, lsh.exitCode());
    assertTrue(lsh.err().contains("--audit needs --mode exact or scan"), lsh.err());
    CommandRun same =
        CommandRun.of("search", "i", "--like", 1, "--audit", "a.json", "--certificate", "a.json");
    assertEquals(2, same.exitCode());
    assertTrue(same.err().contains("must be two files, got a.json"), same.err());
  }
}
