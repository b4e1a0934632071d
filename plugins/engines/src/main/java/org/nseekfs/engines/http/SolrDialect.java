package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Solr, standalone: a shard is a core, documents are divided by their ids here. Its own vectors are
 * {@code DenseVectorField}s, which always have a graph; {@code FLAT} is a function of each.
 */
public final class SolrDialect implements Dialect {

  /** Hits of each list that are fused. */
  private static final int WINDOW = 100;

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String TEXTS = "id,words,gloss,score";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String address;

  /** The dialect of the server at {@code address}, a host and a port. */
  public SolrDialect(String address) {
    this.address = address;
  }

  private static List<String> cores(EngineIndex index) {
    return index.shards() == 1
        ? List.of(index.name())
        : IntStream.range(0, index.shards()).mapToObj(i -> index.name() + "_shard" + i).toList();
  }

  /** Solr does not serve before its cores are loaded. */
  @Override
  public EngineRequest awaitReady() {
    return EngineRequest.of("GET", "/solr/admin/cores?action=STATUS");
  }

  @Override
  public List<EngineRequest> create(EngineIndex index) {
    boolean ours = index.vectors() == EngineIndex.Vectors.NSEEK;
    String properties =
        "&property.vector.class="
            + (ours ? "org.nseekfs.solr.NSeekVectorField" : "solr.DenseVectorField")
            + "&property.vector.dimension="
            + index.dimension()
            + "&property.vector.similarity="
            + index.similarityFunction().name().toLowerCase(Locale.ROOT);
    return cores(index).stream()
        .map(
            core ->
                EngineRequest.of(
                    "GET",
                    "/solr/admin/cores?action=CREATE&configSet=nseek&name="
                        + encode(core)
                        + properties))
        .toList();
  }

  @Override
  public List<EngineRequest> add(EngineIndex index, List<EngineEntry> entries) {
    List<String> cores = cores(index);
    Map<String, ArrayNode> documents = new LinkedHashMap<>();
    for (EngineEntry entry : entries) {
      String core = cores.get(Math.floorMod(entry.id().hashCode(), cores.size()));
      ObjectNode document = documents.computeIfAbsent(core, name -> JSON.arrayNode()).addObject();
      document.put("id", entry.id());
      if (entry.words() != null) {
        document.put(EngineIndex.WORDS, entry.words());
      }
      if (entry.gloss() != null) {
        document.put(EngineIndex.GLOSS, entry.gloss());
      }
      document.set(EngineIndex.VECTOR, JsonDialect.array(entry.vector()));
    }
    return documents.entrySet().stream()
        .map(
            each ->
                EngineRequest.json("POST", "/solr/" + each.getKey() + "/update", each.getValue()))
        .toList();
  }

  /** A refused document makes Solr refuse the request. */
  @Override
  public String failure(JsonNode answer) {
    return null;
  }

  @Override
  public List<EngineRequest> finish(EngineIndex index) {
    return cores(index).stream()
        .map(
            core ->
                EngineRequest.of("GET", "/solr/" + core + "/update?optimize=true&maxSegments=1"))
        .toList();
  }

  private EngineRequest select(EngineIndex index, int k, String fields, String... parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("wt", "json");
    all.put("rows", Integer.toString(k));
    all.put("fl", fields);
    List<String> cores = cores(index);
    if (cores.size() > 1) {
      all.put(
          "shards",
          cores.stream().map(core -> address + "/solr/" + core).collect(Collectors.joining(",")));
    }
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    String body =
        all.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    return new EngineRequest("POST", "/solr/" + cores.getFirst() + "/select", FORM, body);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String vector(float[] vector) {
    return Arrays.toString(vector).replace(" ", "");
  }

  private static String ours(Nearest search) {
    String mode =
        search.recallTarget() == null ? "" : " mode=lsh recallTarget=" + search.recallTarget();
    return "{!nseek f=vector k=" + search.k() + mode + " v=$v}";
  }

  private static String rival(EngineIndex index, Nearest search) {
    if (index.vectors() == EngineIndex.Vectors.FLAT) {
      return "{!func}vectorSimilarity(FLOAT32,"
          + index.similarityFunction()
          + ",vector,"
          + vector(search.target())
          + ")";
    }
    double scale = Math.max(1, search.candidates() / (double) search.k());
    return "{!knn f=vector topK=" + search.k() + " efSearchScaleFactor=" + scale + " v=$v}";
  }

  @Override
  public EngineRequest nearest(EngineIndex index, Nearest search) {
    boolean ours = index.vectors() == EngineIndex.Vectors.NSEEK;
    String query = ours ? ours(search) : rival(index, search);
    return select(index, search.k(), "id", "q", query, "v", vector(search.target()));
  }

  @Override
  public EngineRequest nearestWithRaw(EngineIndex index, Nearest search) {
    return select(
        index,
        search.k(),
        TEXTS + ",raw:nseekSimilarity(vector,$v)",
        "q",
        ours(search),
        "v",
        vector(search.target()));
  }

  private static String match() {
    return "{!edismax qf='words gloss' v=$text}";
  }

  @Override
  public EngineRequest byText(EngineIndex index, String text, int k) {
    return select(index, k, TEXTS, "q", match(), "text", text);
  }

  @Override
  public EngineRequest hybrid(EngineIndex index, String text, float[] target, int k) {
    return select(
        index,
        k,
        TEXTS,
        "q",
        "{!nseekHybrid q=$words q=$nearest k=" + k + " window=" + WINDOW + "}",
        "words",
        match(),
        "nearest",
        ours(Nearest.exact(target, WINDOW)),
        "text",
        text,
        "v",
        vector(target));
  }

  @Override
  public EngineRequest matchAll(EngineIndex index, int k) {
    return select(index, k, "id", "q", "*:*");
  }

  @Override
  public EngineRequest matchAllWithTarget(EngineIndex index, Nearest search) {
    return select(
        index,
        search.k(),
        "id",
        "q",
        "{!bool must=$all must_not=$none}",
        "all",
        "*:*",
        "none",
        "{!nseek f=vector k=" + search.k() + " preFilter=$nothing v=$v}",
        "nothing",
        "id:none",
        "v",
        vector(search.target()));
  }

  @Override
  public List<EngineHit> hits(JsonNode answer) {
    List<EngineHit> hits = new ArrayList<>();
    for (JsonNode document : answer.path("response").path("docs")) {
      hits.add(
          new EngineHit(
              document.path("id").asText(),
              document.path(EngineIndex.WORDS).asText(null),
              document.path(EngineIndex.GLOSS).asText(null),
              (float) document.path("score").asDouble(),
              document.path("raw").asDouble(Double.NaN)));
    }
    return hits;
  }

  /** Solr says it to whoever searches. */
  @Override
  public EngineRequest whyMissing(EngineIndex index) {
    return matchAll(index, 1);
  }

  @Override
  public List<EngineRequest> size(EngineIndex index) {
    return cores(index).stream()
        .map(
            core -> EngineRequest.of("GET", "/solr/admin/cores?action=STATUS&core=" + encode(core)))
        .toList();
  }

  @Override
  public long bytes(JsonNode answer) {
    long bytes = 0;
    for (JsonNode core : answer.path("status")) {
      bytes += core.path("index").path("sizeInBytes").asLong();
    }
    return bytes;
  }
}
