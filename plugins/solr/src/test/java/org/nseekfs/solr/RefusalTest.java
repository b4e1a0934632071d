package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Solr.class)
class RefusalTest {

  private static final String V = "[" + "1,".repeat(23) + "1]";

  private static HttpCore core;

  @BeforeAll
  static void index() throws Exception {
    core = Solr.core("refusals");
    core.add(List.of(Map.of("id", "a", "f32", Collections.nCopies(24, .5), "text", "some")));
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
  }

  private static void assertDocRefused(String part, String field, Object value) throws Exception {
    assertContains(part, core.refusedDoc(Map.of("id", "bad", field, value)));
    assertEquals(List.of(), core.select("q", "id:bad").ids());
  }

  @Test
  void documentsOfAnotherDimensionAreRefused() throws Exception {
    assertDocRefused(
        "vector of field \"f16\" must have dimension 24, got 3", "f16", List.of(1, 2, 3));
    assertDocRefused(
        "vector of field \"f64\" must have dimension 24, got 25",
        "f64",
        Collections.nCopies(25, 1));
  }

  @Test
  void elementsThatTheTypeCannotHoldAreRefused() throws Exception {
    assertDocRefused(
        "element must be an integer from -128 to 127, got 128.0 at position 0 for field \"byte\"",
        "byte",
        Collections.nCopies(24, 128));
    assertDocRefused("got 0.5 at position 0", "byte", Collections.nCopies(24, .5));
    assertDocRefused("for field \"f16\"", "f16", Collections.nCopies(24, 70_000));
    assertDocRefused(
        "element must be a finite float, got 1.0E39 at position 0 for field \"f32\"",
        "f32",
        Collections.nCopies(24, 1e39));
  }

  @Test
  void vectorsWithoutADirectionAreRefusedUnderTheCosine() throws Exception {
    assertDocRefused("\"f32\"", "f32", Collections.nCopies(24, 0));
  }

  @Test
  void whatIsNoVectorIsRefused() throws Exception {
    assertDocRefused(
        "vector of field \"f32\" must be an array of numbers, got \"north\"", "f32", "north");
    assertDocRefused(
        "element must be a number, got \"x\" at position 0 for field \"f32\"",
        "f32",
        Collections.nCopies(24, "x"));
    assertDocRefused("for field \"f32\"", "f32", List.of(List.of(1, 2), List.of(3, 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {!nseek f=f32}[1,2]               | vector of field "f32" must have dimension 24, got 2
          {!nseek f=f32}[1,x]               | element must be a number, got "x" at position 1
          {!nseek f=f32}hello               | must be an array of numbers, got "hello"
          {!nseek f=f32}                    | the vector 'v' is missing
          {!nseek}[1]                       | the vector field 'f' is missing
          {!nseek f=none}[1]                | undefined field: "none"
          {!nseek f=text}[1]                | field "text" must be of class org.nseekfs.solr.NSeekVectorField, got org.apache.solr.schema.TextField
          {!nseek f=stock}[1]               | got org.apache.solr.schema.DenseVectorField
          {!nseek f=unindexed v=$v}         | field "unindexed" must be indexed
          {!nseek f=f32 k=0 v=$v}           | k must be at least 1, got 0
          {!nseek f=f32 k=abc v=$v}         | k must be a whole number from -2147483648 to 2147483647, got abc
          {!nseek f=f32 topK=1.7 v=$v}      | topK must be a whole number from -2147483648 to 2147483647, got 1.7
          {!nseek f=f32 mode=lsh recallTarget=x v=$v} | recallTarget must be a number, got "x"
          {!nseek f=f32 minSimilarity=x v=$v} | minSimilarity must be a number, got "x"
          {!nseek f=f32 efSearch=9 v=$v}    | {!nseek} takes no efSearch, only [excludeTags, f, includeTags, k, minSimilarity, mode, preFilter, recallTarget, topK]
          {!nseekScore f=f32 k=3 v=$v}      | {!nseekScore} takes no k, only [f, q]
          {!nseekHybrid q=some wieght=2}    | {!nseekHybrid} takes no wieght, only [excludeTags, fusion, includeTags, k, preFilter, q, rankConstant, weight, window]
          {!nseekHybrid q=some k=abc}       | k must be a whole number from -2147483648 to 2147483647, got abc
          {!nseekHybrid q=some window=1e10} | window must be a whole number from -2147483648 to 2147483647, got 1e10
          {!nseekHybrid q=some rankConstant=a} | rankConstant must be a whole number from -2147483648 to 2147483647, got a
          {!nseek f=f32 k=3 topK=4 v=$v}    | one of k and topK must be given, got k 3 and topK 4
          {!nseek f=f32 mode=fast v=$v}     | mode must be one of [exact, lsh, auto], got "fast"
          {!nseek f=f32 recallTarget=.9 v=$v} | recallTarget 0.9 needs mode lsh or auto, got exact
          {!nseek f=f32 mode=lsh recallTarget=2 v=$v} | recallTarget must be above 0 and at most 1, got 2.0
          {!nseek f=f32 k=3 minSimilarity=.5 v=$v} | one of k and minSimilarity must be given
          {!nseekScore f=f32}[1,2]          | must have dimension 24, got 2
          {!nseekHybrid q=some q=$gone}     | q 2 names a param that the request does not have
          {!nseekHybrid k=3}                | q must be given for each list, got none
          {!nseekHybrid q=some k=10 window=5} | window must be 10 (k)..10000, got 5
          {!nseekHybrid q=some fusion=sum}  | fusion must be one of [rrf, min_max, z_score, l2, distribution], got "sum"
          {!nseekHybrid q=some fusion=l2 rankConstant=9} | rankConstant 9 needs fusion rrf, got l2
          {!nseekHybrid q=some q=other weight=2} | weight must be given for each q or for none, got 1 for 2
          {!nseekHybrid q=some weight=x}    | weight must be a number, got "x"
          {!nseekHybrid q=some weight=-1}   | weight must be above 0 and finite, got -1.0
          """)
  void requestsSayWhatIsWrong(String query, String message) throws Exception {
    assertContains(message, core.refusal("q", query, "v", V));
  }

  @Test
  void parsersWithoutLocalParamsSaySo() throws Exception {
    for (String parser : List.of("nseek", "nseekScore", "nseekHybrid")) {
      assertContains("local params must be given", core.refusal("q", V, "defType", parser));
    }
  }

  @Test
  void localParamsOfSolrAreTaken() throws Exception {
    String query = "{!nseek f=f32 k=1 cache=false tag=t cost=5 v=$v}";
    assertEquals(List.of("a"), core.select("q", query, "v", V).ids());
    String filter = "{!nseekScore f=f32 cache=false cost=200 v=$v}";
    assertEquals(List.of("a"), core.select("q", "*:*", "fq", filter, "v", V).ids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nseek", "nseekScore", "nseekHybrid q=$some"})
  void paramsThatSolrReadsBesideParsersAreTaken(String parser) throws Exception {
    String name = parser.split(" ")[0];
    String own = name.equals("nseekHybrid") ? "" : "f=f32 v=$v ";
    String query =
        "{!" + parser + " " + own + "ex=t key=it tag=x df=text q.op=AND defType=lucene cost=3}";
    HttpCore.Answer answer =
        core.select("q", query, "some", "text:some", "v", V, "facet", "true", "facet.query", query);
    assertEquals(1, answer.body().at("/facet_counts/facet_queries/it").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []              | vector of field "f32" must have dimension 24, got 0
          [1,2]           | vector of field "f32" must have dimension 24, got 2
          [1,,2]          | element must be a number, got "" at position 1 for field "f32"
          [1,x]           | element must be a number, got "x" at position 1 for field "f32"
          [1,NaN]         | element must be a finite float, got NaN at position 1 for field "f32"
          [1,1e39]        | element must be a finite float, got 1.0E39 at position 1 for field "f32"
          [1,-Infinity]   | element must be a finite float, got -Infinity at position 1 for field "f32"
          [[1,2],[3,4]]   | element must be a number, got "[1" at position 0 for field "f32"
          north           | vector of field "f32" must be an array of numbers, got "north"
          """)
  void everyUseOfAVectorSaysTheSameOfABadOne(String vector, String message) throws Exception {
    assertContains(message, core.refusal("q", "{!nseek f=f32 v=$v}", "v", vector));
    assertContains(message, core.refusal("q", "{!nseekScore f=f32 v=$v}", "v", vector));
    assertContains(message, core.refusal("q", "{!knn f=f32 topK=2 v=$v}", "v", vector));
    assertContains(
        message, core.refusal("q", "*:*", "rq", "{!nseekRerank f=f32 v=$v}", "v", vector));
    assertContains(message, core.refusal("q", "*:*", "fl", "nseekSimilarity(f32,$v)", "v", vector));
  }

  @Test
  void elementsThatAreNullOrNoNumberAreRefused() throws Exception {
    String element = "element must be a number, got \"";
    assertDocRefused(
        element + "null\" at position 1 for field \"f32\"", "f32", Arrays.asList(1, null, 3));
    assertDocRefused(element + "true\" at position 0 for field \"f32\"", "f32", List.of(true, 2));
    assertDocRefused("vector of field \"f32\" must have dimension 24, got 0", "f32", List.of());
  }

  @Test
  void vectorsAreReplacedOnly() throws Exception {
    for (String field : List.of("f32", "f64", "byte")) {
      Object vector = Collections.nCopies(24, field.equals("byte") ? 1 : .5);
      core.add(List.of(Map.of("id", "stored-" + field, field, vector)));
      for (String change : List.of("add", "remove", "add-distinct")) {
        Object value = change.equals("add-distinct") ? Collections.nCopies(24, 2) : vector;
        assertContains(
            "vector of field \"" + field + "\" takes no atomic add or remove: set replaces it",
            core.refusedDoc(Map.of("id", "stored-" + field, field, Map.of(change, value))));
      }
    }
    core.command("{\"delete\":{\"query\":\"id:stored-*\"}}");
  }

  @Test
  void rerankingSaysWhatIsWrong() throws Exception {
    assertContains(
        "{!nseekRerank} takes no k, only [f, reRankDocs]",
        core.refusal("q", "*:*", "rq", "{!nseekRerank f=f32 k=3 v=$v}", "v", V));
    assertContains(
        "reRankDocs must be a whole number from -2147483648 to 2147483647, got abc",
        core.refusal("q", "*:*", "rq", "{!nseekRerank f=f32 reRankDocs=abc v=$v}", "v", V));
    assertContains(
        "reRankDocs must be at least 1, got 0",
        core.refusal("q", "*:*", "rq", "{!nseekRerank f=f32 reRankDocs=0 v=$v}", "v", V));
    assertContains(
        "must have dimension 24, got 1",
        core.refusal("q", "*:*", "rq", "{!nseekRerank f=f32 v=$v}", "v", "[1]"));
  }

  @Test
  void similaritiesSayWhatIsWrong() throws Exception {
    assertContains(
        "must have dimension 24, got 1",
        core.refusal("q", "*:*", "fl", "nseekSimilarity(f32,[1])"));
    assertContains(
        "functions of Solr must have vectors of floats or bytes, got f64 in field \"f64\"",
        core.refusal("q", "*:*", "fl", "vectorSimilarity(FLOAT32,COSINE,f64,f64)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vectorDimension="3" elementType="f17"     | element type must be one of [f8, f16, bf16, f32, f64, byte], got "f17"
          vectorDimension="3" codes="perhaps"       | codes must be true or false, got "perhaps"
          vectorDimension="3" vectorEncoding="BYTE" | vectorEncoding must not be given, got "BYTE"
          vectorDimension="20000"                   | dimension must be 1..16384, got 20000 for field "vec"
          vectorDimension="3" multiValued="true"    | multiValued must not be true
          elementType="f32"                         | the vector dimension is a mandatory parameter
          """)
  void coresOfWrongTypesAreRefused(String attributes, String message) throws Exception {
    assertCoreRefused(message, attributes, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          multiValued="true" | fields can not be multiValued: vec
          docValues="true"   | fields can not have docValues: vec
          """)
  void coresOfWrongFieldsAreRefused(String attributes, String message) throws Exception {
    assertCoreRefused(message, "vectorDimension=\"3\"", attributes);
  }

  private static void assertCoreRefused(String message, String ofType, String ofField)
      throws Exception {
    String name = "wrong" + Math.abs((ofType + ofField).hashCode());
    new SolrHome(Solr.home())
        .addDirectory(
            name,
            """
            <schema name="wrong" version="1.7">
              <fieldType name="string" class="solr.StrField" docValues="true"/>
              <fieldType name="vec" class="org.nseekfs.solr.NSeekVectorField" OF_TYPE/>
              <field name="id" type="string" indexed="true" stored="true"/>
              <field name="_version_" type="string" indexed="true" stored="true"/>
              <field name="vec" type="vec" indexed="true" stored="true" OF_FIELD/>
              <uniqueKey>id</uniqueKey>
            </schema>
            """
                .replace("OF_TYPE", ofType)
                .replace("OF_FIELD", ofField),
            SolrHome.resource("core/solrconfig.xml"));
    HttpCore.Answer answer =
        Solr.admin().request("/cores", "action", "CREATE", "name", name, "instanceDir", name);
    assertEquals(400, answer.status());
    assertContains(message, answer.message());
  }
}
