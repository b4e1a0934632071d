package org.nseekfs.cli.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;

/** Certificates as search writes them, and what verify says when they are tampered with. */
class VerifyCommandTest {

  private static final int COUNT = 3000;

  @TempDir static Path shared;
  private static Path index;
  private static Path genuine;

  @TempDir Path folder;

  @BeforeAll
  static void certifyASearch() throws IOException {
    index = SampleFiles.index(shared, COUNT, "f32");
    genuine = certify(index, shared.resolve("genuine.json"));
  }

  private static Path certify(Path index, Path file) throws IOException {
    Path query = SampleFiles.vectors(file.resolveSibling("query.npy"), 1, 2);
    CommandRun run =
        CommandRun.of("search", index, "--vectors", query, "-k", 4, "--certificate", file);
    assertEquals(0, run.exitCode(), run.err());
    return file;
  }

  private static JsonTree genuine() throws IOException {
    return JsonTree.read(genuine);
  }

  private Path written(JsonTree tree) throws IOException {
    return tree.write(folder.resolve("tampered.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "bf16", "f32", "f64"})
  void theCertificateOfASearchIsVerified(String type) throws IOException {
    Path typed = SampleFiles.index(folder, COUNT, type);
    Path file = certify(typed, folder.resolve("certificate.json"));

    CommandRun run = CommandRun.of("verify", typed, file);

    assertEquals(0, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().startsWith(file + ": verified"), run.out());
    assertTrue(run.out().contains("3,000"), run.out());
    assertEquals("", run.err());
  }

  @Test
  void figuresAreNumbersInJson() throws IOException {
    Map<String, JsonNode> figures = new HashMap<>();
    for (JsonNode figure :
        CommandRun.of("verify", index, genuine, "--json").json().get("figures")) {
      figures.put(figure.get("figure").asText(), figure.get("certified"));
    }

    long scored = figures.get("scored").longValue();
    assertEquals(COUNT, figures.get("documents considered").longValue());
    assertEquals(COUNT, scored + figures.get("pruned").longValue());
    assertEquals(
        COUNT - scored,
        figures.get("pruned by").get("coarse").longValue()
            + figures.get("pruned by").get("fine").longValue());
    assertEquals(
        figures.get("k-th raw value").doubleValue(),
        figures.get("raw values").get(1).doubleValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "euclidean", "max_inner_product"})
  void theCertificateUnderAnySimilarityIsVerified(String similarity) throws IOException {
    Path base = shared.resolve("base.npy");
    Path other = folder.resolve("index");
    CommandRun.of("index", "--vectors", base, "--similarity", similarity, other);

    assertVerified(other, certify(other, folder.resolve("certificate.json")));
  }

  @Test
  void mostOfWhatIsCertifiedWasPruned() throws IOException {
    JsonNode pruning = genuine().at("/certificate/pruning");

    assertTrue(pruning.get("scored").asLong() < COUNT / 2, pruning.toString());
    assertEquals(COUNT, pruning.get("considered").asLong());
  }

  @Test
  void theCertificateOfNeighboursHoldsTheDocumentItself() throws IOException {
    Path file = folder.resolve("like.json");
    CommandRun.of("search", index, "--like", 7, "-k", 3, "--certificate", file);

    assertEquals(4, JsonTree.read(file).at("/certificate/answer/ranking").size());
    assertVerified(index, file);
  }

  @Test
  void fewerHitsThanAskedForAreCertified() throws IOException {
    Path small = SampleFiles.index(folder, 3, "f32");
    Path file = certify(small, folder.resolve("certificate.json"));

    assertEquals("-Infinity", JsonTree.read(file).at("/certificate/answer/kth_raw/value").asText());
    assertVerified(small, file);
  }

  private static void assertVerified(Path index, Path file) {
    CommandRun run = CommandRun.of("verify", index, file);
    assertEquals(0, run.exitCode(), run.out() + run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "/query/k, 3, K",
    "/query/k, 3, HITS",
    "/certificate/asked/field, '\"other\"', FIELD",
    "/certificate/asked/filter, '\"id:3\"', FILTER",
    "/certificate/asked/k, 3, K",
    "/certificate/vectors/similarity_function, '\"COSINE\"', DIGEST",
    "/certificate/vectors/element_types/0, '\"F64\"', DIGEST",
    "/certificate/vectors/foreign_segments, '[\"_7\"]', DIGEST",
    "/certificate/pruning/considered, 2999, CONSIDERED",
    "/certificate/pruning/scored, 5, BALANCE",
    "/certificate/pruning/pruned/COARSE, 5, BALANCE",
    "/certificate/pruning/bound_kind, '\"trust me\"', DIGEST",
    "/certificate/answer/ranking/0/doc, 2998, DOCUMENT",
    "/certificate/answer/ranking/0/doc, 3000, RAW_BITS",
    "/certificate/digest, '\"00\"', DIGEST"
  })
  void aTamperedFigureIsADiscrepancyOfItsKind(String place, String json, String kind)
      throws IOException {
    assertFound(kind, genuine().set(place, json));
  }

  @ParameterizedTest
  @CsvSource({
    "/certificate/asked/min_raw, -5, MIN_RAW",
    "/certificate/pruning/largest_bound, 2, PRUNED_BOUND",
    "/certificate/answer/ranking/0/raw, 0.5, RAW_BITS",
    "/certificate/answer/ranking/0/raw, 0.5, RAW_ERROR",
    "/certificate/answer/kth_raw, 0.5, KTH_RAW",
    "/certificate/answer/margins/0, 0.5, MARGIN"
  })
  void aTamperedNumberIsADiscrepancyOfItsKind(String place, double value, String kind)
      throws IOException {
    assertFound(kind, genuine().set(place, JsonTree.exact(value)));
  }

  @Test
  void anotherTargetHasOtherRawValues() throws IOException {
    assertFound(
        "RAW_BITS",
        genuine()
            .set("/query/target/values/0", "0.5")
            .set("/query/target/bits/0", "\"3fe0000000000000\""));
  }

  @Test
  void documentsMovedToAnotherStageAreFoundByTheDigestOnly() throws IOException {
    long coarse = genuine().at("/certificate/pruning/pruned/COARSE").asLong();
    long fine = genuine().at("/certificate/pruning/pruned/FINE").asLong();

    List<String> kinds =
        kinds(
            genuine()
                .set("/certificate/pruning/pruned/COARSE", Long.toString(coarse - 1))
                .set("/certificate/pruning/pruned/FINE", Long.toString(fine + 1)));

    assertEquals(List.of("DIGEST"), kinds);
  }

  @Test
  void aHitLeftOutIsMissed() throws IOException {
    JsonTree tree = genuine();
    ((ArrayNode) tree.at("/certificate/answer/ranking")).remove(1);

    List<String> kinds = kinds(tree);

    assertTrue(kinds.containsAll(List.of("HITS", "DOCUMENT", "DIGEST")), kinds.toString());
  }

  private void assertFound(String kind, JsonTree tree) throws IOException {
    List<String> kinds = kinds(tree);
    assertTrue(kinds.contains(kind), kinds.toString());
  }

  private List<String> kinds(JsonTree tree) throws IOException {
    CommandRun run = CommandRun.of("verify", index, written(tree), "--json");
    assertEquals(1, run.exitCode(), run.out() + run.err());
    List<String> kinds = new ArrayList<>();
    run.json().get("discrepancies").forEach(found -> kinds.add(found.get("kind").asText()));
    return kinds;
  }

  @Test
  void nothingInTheFileCanBeChangedUnseen() throws IOException {
    List<String> places = genuine().leaves();
    assertTrue(places.size() > 60, places.toString());
    for (String place : places) {
      Path file = written(genuine().set(place, JsonTree.changed(genuine().at(place))));
      CommandRun run = CommandRun.of("verify", index, file);
      boolean seen =
          place.equals("/commit")
              ? run.err().contains("another commit")
              : run.exitCode() == 1 && !(run.out() + run.err()).contains("Exception");
      assertTrue(seen, place + run.out() + run.err());
    }
  }

  @Test
  void discrepanciesAreToldAsJson() throws IOException {
    Path file = written(genuine().set("/certificate/answer/ranking/2/raw", JsonTree.exact(.5)));

    CommandRun run = CommandRun.of("verify", index, file, "--json");

    assertEquals(1, run.exitCode());
    JsonNode json = run.json();
    assertFalse(json.get("verified").asBoolean());
    assertTrue(json.get("same_commit").asBoolean());
    JsonNode found = json.get("discrepancies");
    assertEquals("RAW_BITS", found.get(0).get("kind").asText());
    assertEquals(2, found.get(0).get("rank").asInt());
    assertEquals("0.5", found.get(0).get("found").asText());
    assertEquals("DIGEST", found.get(found.size() - 1).get("kind").asText());
    assertFalse(found.get(found.size() - 1).has("rank"), found.toString());
  }

  @Test
  void anIndexThatIsNotTheOneSearchedIsToldFromIt() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("other.npy"), COUNT, 9);
    Path other = folder.resolve("other");
    CommandRun.of("index", "--vectors", base, other);

    CommandRun run = CommandRun.of("verify", other, genuine);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("made on another commit"), run.err());
    assertTrue(run.out().contains("discrepancy: DOCUMENT at rank 0"), run.out());
    assertTrue(run.out().contains("NOT verified"), run.out());
  }

  @Test
  void whatCannotBeCheckedIsRefusedNamingWhy() throws IOException {
    Path doubles = SampleFiles.index(folder, 5, "f64");
    Path wide = folder.resolve("wide");
    Path base = SampleFiles.vectors(folder.resolve("wide.npy"), 5, 13, 1);
    CommandRun.of("index", "--vectors", base, wide);

    assertRefused(doubles, genuine, "does not fit " + doubles + ": field \"vector\" holds f64");
    assertRefused(wide, genuine, "does not fit " + wide + ": field \"vector\" has vectors");
    assertRefused(folder.resolve("nowhere"), genuine, "no index in");
    assertRefused(index, folder.resolve("none.json"), "no such file");
    Path unknown = written(genuine().set("/query/field", "\"emb\""));
    assertRefused(index, unknown, unknown + " is about field \"emb\", which has no vectors in");
    Path broken = written(genuine().set("/query/k", "\"ten\""));
    assertRefused(index, broken, broken + ": no certificate: query.k: ");
  }

  private static void assertRefused(Path index, Path file, String message) {
    CommandRun run = CommandRun.of("verify", index, file);
    assertEquals(1, run.exitCode(), run.out() + run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, CommandRun.of("verify", "i").exitCode());
    assertEquals(2, CommandRun.of("verify", "i", "f", "g").exitCode());
  }
}
