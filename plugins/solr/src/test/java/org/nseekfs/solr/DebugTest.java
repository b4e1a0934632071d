package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Solr.class)
class DebugTest {

  private static final Corpus CORPUS = new Corpus("g", 2_600, 11);
  private static HttpCore core;

  @BeforeAll
  static void index() throws Exception {
    core = Solr.core("debug");
    core.add(CORPUS.docs().subList(0, 1_300));
    core.add(CORPUS.docs().subList(1_300, 2_600));
  }

  private static HttpCore.Answer search(String query, String... more) throws Exception {
    List<String> params =
        new ArrayList<>(
            List.of(
                "q",
                query,
                "v",
                Vectors.text(CORPUS.vectors().get("g21")),
                "fl",
                "id,raw:nseekSimilarity(f32,$v)"));
    params.addAll(List.of(more));
    return core.select(params.toArray(String[]::new));
  }

  private static JsonNode debug(String query, String... more) throws Exception {
    List<String> params = new ArrayList<>(List.of(more));
    params.addAll(List.of("debugQuery", "true"));
    return search(query, params.toArray(String[]::new)).body().path("debug");
  }

  @Test
  void figuresTellWhatTheSearchDid() throws Exception {
    String figures = debug("{!nseek f=f32 k=11 v=$v}").path("nseek").asText();
    assertTrue(figures.contains("considered 2600, scored "), figures);
    assertTrue(figures.contains(", pruned by coarse codes "), figures);
    assertTrue(figures.contains(", bytes read "), figures);
  }

  @Test
  void figuresOfASearchToARecallTargetTellWhatToExpect() throws Exception {
    String figures =
        debug("{!nseek f=f32 k=12 mode=lsh recallTarget=.8 v=$v}").path("nseek").asText();
    assertTrue(figures.contains(", estimated recall 0."), figures);
  }

  @Test
  void explanationsTellTheRawSimilarity() throws Exception {
    JsonNode debug = debug("{!nseek f=f32 k=13 v=$v}");
    String why = debug.path("explain").path("g21").asText();
    assertTrue(why.contains("raw similarity"), why);
    assertTrue(why.contains("within the 13 nearest"), why);
    String parsed = debug.path("parsedquery").asText();
    assertTrue(parsed.contains("ExactKnnVectorQuery:f32"), parsed);
  }

  @Test
  void explainOtherTellsWhyADocumentIsNoHit() throws Exception {
    List<Vectors.Hit> ranked = Corpus.nearest(CORPUS.vectors(), CORPUS.vectors().get("g21"), 2_600);
    String last = ranked.getLast().id();
    String why =
        debug("{!nseek f=f32 k=1 v=$v}", "explainOther", "id:" + last)
            .path("explainOther")
            .path(last)
            .asText();
    assertTrue(why.contains("not within the 1 nearest"), why);
  }

  @Test
  void aSearchThatRunsOutOfTimeIsFlaggedAndNotKept() throws Exception {
    String query = "{!nseek f=f32 k=14 preFilter='{!stall cache=false millis=60}' v=$v}";
    HttpCore.Answer partial = search(query, "timeAllowed", "30");
    assertTrue(partial.isPartial(), () -> partial.body().toString());
    String plain = "{!nseek f=f32 k=14 v=$v}";
    List<Vectors.Hit> expected = Corpus.nearest(CORPUS.vectors(), CORPUS.vectors().get("g21"), 10);
    for (String next : List.of(query, plain)) {
      HttpCore.Answer complete = search(next);
      assertFalse(complete.isPartial());
      Hits.assertSame(expected, complete);
    }
  }

  @Test
  void segmentsAreSearchedAtTheSameTime() throws Exception {
    String query = "{!nseek f=f32 k=15 preFilter='{!stall cache=false meet=2}' v=$v}";
    assertEquals(10, search(query).ids().size());
    assertTrue(StallQParserPlugin.haveMet());
  }
}
