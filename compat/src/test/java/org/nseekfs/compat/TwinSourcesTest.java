package org.nseekfs.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the classes of one name of the plugins for Elasticsearch and OpenSearch, comments too,
 * so that neither is changed without the other. Imports are not compared, nor how lines are broken.
 * What is to differ is listed here, and nowhere else: {@link #NAMES}, {@link #MEANT}, {@link
 * #ALONE}.
 */
class TwinSourcesTest {

  private static final Path PLUGINS =
      Path.of(System.getProperty("basedir", "")).resolve("../plugins");

  /** What OpenSearch calls something, and what Elasticsearch does. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("opensearch", "elasticsearch"),
          Map.entry("OpenSearch", "Elasticsearch"),
          Map.entry("QueryShardContext", "SearchExecutionContext"),
          Map.entry("AbstractQueryBuilder", "VersionedQueryBuilder"),
          Map.entry("printBoostAndQueryName", "boostAndQueryNameToXContent"),
          Map.entry("readList", "readCollectionAsList"),
          Map.entry("writeList", "writeCollection"),
          Map.entry("fieldMapper", "getFieldType"),
          Map.entry("ParametrizedFieldMapper", "FieldMapper"),
          Map.entry("ParserContext", "MappingParserContext"),
          Map.entry("BuilderContext", "MapperBuilderContext"),
          Map.entry("ParseContext", "DocumentParserContext"),
          Map.entry("Document", "LuceneDocument"),
          Map.entry("simpleName", "leafName"),
          Map.entry("ObjectMapper", "NestedObjectMapper"),
          Map.entry("OpenSearchToParentBlockJoinQuery", "ESToParentBlockJoinQuery"));

  /**
   * A difference that is meant: members to leave out, or what the two say instead of each other.
   */
  private record Meant(String file, boolean members, List<String> texts) {}

  /** The members with the texts, comments too, whichever plugin has them. */
  private static Meant members(String file, String... texts) {
    return new Meant(file, true, List.of(texts));
  }

  /** What the plugin for Elasticsearch says once, and that for OpenSearch; empty for nothing. */
  private static Meant pieces(String file, String elasticsearch, String openSearch) {
    return new Meant(file, false, List.of(elasticsearch, openSearch));
  }

  private static final String VISIT = "void visit(QueryBuilderVisitor visitor)";

  private static final List<Meant> MEANT =
      List.of(
          // Elasticsearch does not tell a query of its request, which SearchRequestFilter notes.
          members("HybridQueryBuilder", "QueryBuilder doRewrite(", "void requireLocal("),
          members("HybridSearch", "ResolvedIndices indices;", "IndicesRequest whole;"),
          members("HybridSearch", "HybridSearch(HybridQueryBuilder query,", "void run("),
          members("HybridSearch", "SearchRequest request(", "void copy(", "TaskId parent("),
          members("HybridSearch", "boolean explains("),
          // Only OpenSearch has visitors of queries.
          members("HybridQueryBuilder", VISIT),
          members("KnnQueryBuilder", VISIT),
          members("ScoreQueryBuilder", VISIT),
          // Only Elasticsearch tells of an alias's filter; only OpenSearch has profiles of one
          // timer.
          members("KnnQueryBuilder", "Query doToQuery("),
          members("MappedObjects", "Query ofDocuments("),
          // Only Elasticsearch takes patterns of settings to leave out.
          pieces("CopiedIndexFilter", "implements ActionFilter", "extends ActionFilter.Simple"),
          members("CopiedIndexFilter", "apply(", "ofRestore(ActionRequest", "boolean isForWant("),
          // Other queries of a plugin's package may not call the parser of Elasticsearch.
          members("HybridQueryBuilder", "QueryBuilder parseInner("),
          pieces(
              "WeightedQuery",
              "HybridQueryBuilder.parseInner(",
              "AbstractQueryBuilder.parseInnerQueryBuilder("),
          // What a plugin can be asked for.
          pieces("NSeekPlugin", "implements ActionPlugin,", "implements ActionPlugin,"),
          pieces("NSeekPlugin", "", ", Setting.Property.UnmodifiableOnRestore"),
          pieces("NSeekPlugin", "Collection<ActionFilter>", "List<ActionFilter>"),
          members(
              "NSeekPlugin", "searchRequests = new", "createComponents(", "MappedActionFilter>"),
          members(
              "NSeekPlugin", "IndexSettingProvider>", "getEngineFactory(", "CodecServiceFactory>"),
          // How an engine knows fields, nested objects, and what a mapping says of them.
          pieces(
              "FieldTarget",
              "context.getSearchExecutionContext()",
              "context.mapperService().fieldType(field()), context.getIndexName()"),
          members("MappedObjects", "ObjectMapper mapper(", "Set<String> paths(", "Query plain("),
          pieces("MappedObjects", "", ".nested()"),
          pieces("MappedObjects", "", ".nested()"),
          pieces("MappedObjects", "context.indexVersionCreated()", ""),
          pieces("SimilarityExtBuilder", "getSearchExecutionContext", "getQueryShardContext"),
          members("SimilarityFetchPhase", "StoredFieldsSpec storedFieldsSpec("),
          pieces("SimilarityFetchPhase", "", "SimilarityExtBuilder.NAME,"),
          pieces("VectorFieldBuilder", "VersionedFieldBuilder", "ParametrizedFieldMapper.Builder"),
          pieces(
              "VectorFieldBuilder", ", (builder, field, value) -> builder.field(field, value)", ""),
          pieces("VectorFieldBuilder", ", value -> value.toString()", ""),
          pieces(
              "VectorFieldBuilder", ", (builder, field, value) -> builder.field(field, value)", ""),
          pieces("VectorFieldBuilder", ", value -> value", ""),
          pieces("VectorFieldBuilder", "Parameter<?>[]", "List<Parameter<?>>"),
          pieces("VectorFieldBuilder", "new Parameter<?>[] {", "List.of("),
          pieces("VectorFieldBuilder", "lsh, meta};", "lsh, meta);"),
          pieces(
              "VectorFieldBuilder", "context.buildFullName(leafName())", "buildFullName(context)"),
          pieces(
              "VectorFieldBuilder",
              "multiFieldsBuilder.hasMultiFields()",
              "subFields.iterator().hasNext()"),
          pieces(
              "VectorFieldBuilder",
              "",
              "FieldMapper.MultiFields subFields = multiFieldsBuilder.build(this, context);"),
          pieces("VectorFieldBuilder", "", ".build()"),
          pieces("VectorFieldBuilder", "leafName()", "name()"),
          pieces("VectorFieldBuilder", "builderParams(this, context)", "subFields, copyTo.build()"),
          members("VectorFieldMapper", "PARSER =", "FOREIGN =", "Mapper.Builder<?> parse("),
          members("VectorFieldMapper", "VectorFieldMapper(String simpleName,"),
          pieces("VectorFieldMapper", ".fieldMappers()", ""),
          pieces("VectorFieldMapper", "other.fullPath()", "other.name()"),
          pieces("VectorFieldType", "VersionedFieldType", "MappedFieldType"),
          pieces("VectorFieldType", "", ", true, false, false, TextSearchInfo.NONE"),
          pieces("VectorFieldType", "", ", SearchLookup lookup"));

  /** Classes that one plugin has and the other does not need. */
  private static final Set<String> ALONE =
      Set.of(
          "EnabledByMapping",
          "KnnSearch",
          "NSeekCodecs",
          "SearchRequestFilter",
          "NSeekCodecService",
          "OneThreadSearcher");

  private static final Pattern TOKEN = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|\\w+|[^\\s*]");

  /** A word or sign, where it stands, and the number of the member of the class that it is in. */
  private record Token(String text, int line, int member) {}

  private static Path source(String plugin, String file) {
    return PLUGINS
        .resolve(plugin)
        .resolve("src/main/java/org/nseekfs")
        .resolve(plugin)
        .resolve(file + ".java");
  }

  static List<String> twins() throws IOException {
    Set<String> both = new TreeSet<>(classes("elasticsearch"));
    both.retainAll(classes("opensearch"));
    return List.copyOf(both);
  }

  private static Set<String> classes(String plugin) throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> files = Files.list(source(plugin, "package-info").getParent())) {
      files.forEach(file -> names.add(file.getFileName().toString().replace(".java", "")));
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("twins")
  void twinsSayTheSame(String file) throws IOException {
    List<Token> elasticsearch = read("elasticsearch", file);
    List<Token> openSearch = read("opensearch", file);
    for (Meant meant : MEANT) {
      if (meant.file().equals(file)) {
        remove(meant, elasticsearch, openSearch);
      }
    }
    int same = 0;
    while (same < Math.min(elasticsearch.size(), openSearch.size())
        && elasticsearch.get(same).text().equals(openSearch.get(same).text())) {
      same++;
    }
    if (same < Math.max(elasticsearch.size(), openSearch.size())) {
      assertEquals(
          line("elasticsearch", file, elasticsearch, same),
          line("opensearch", file, openSearch, same),
          "twins drift apart: give both the change, or name the difference in MEANT");
    }
  }

  private static String line(String plugin, String file, List<Token> tokens, int at)
      throws IOException {
    if (at == tokens.size()) {
      return file + ".java of " + plugin + " ends";
    }
    int line = tokens.get(at).line();
    return file
        + ".java:"
        + line
        + " of "
        + plugin
        + ": "
        + Files.readAllLines(source(plugin, file)).get(line - 1).strip();
  }

  private static List<Token> read(String plugin, String file) throws IOException {
    List<Token> tokens = new ArrayList<>();
    List<String> lines = Files.readAllLines(source(plugin, file));
    int member = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i > 0 && lines.get(i - 1).isEmpty() && line.matches("( {2}){0,2}\\S.*")) {
        member++;
      }
      if (!line.startsWith("import ")) {
        for (String text : texts(line)) {
          tokens.add(new Token(text, i + 1, member));
        }
      }
    }
    return tokens;
  }

  private static List<String> texts(String line) {
    List<String> texts = new ArrayList<>();
    Matcher words = TOKEN.matcher(line);
    while (words.find()) {
      texts.add(NAMES.getOrDefault(words.group(), words.group()));
    }
    return texts;
  }

  private static void remove(Meant meant, List<Token> elasticsearch, List<Token> openSearch) {
    if (!meant.members()) {
      requireRemoved(meant.texts().get(0), removePiece(meant.texts().get(0), elasticsearch));
      requireRemoved(meant.texts().get(1), removePiece(meant.texts().get(1), openSearch));
      return;
    }
    for (String text : meant.texts()) {
      boolean first = removeMember(text, elasticsearch);
      boolean second = removeMember(text, openSearch);
      requireRemoved(text, first || second);
    }
  }

  private static void requireRemoved(String text, boolean removed) {
    assertTrue(removed, () -> "\"" + text + "\" of MEANT is not there any more");
  }

  private static int find(String text, List<Token> tokens) {
    return Collections.indexOfSubList(tokens.stream().map(Token::text).toList(), texts(text));
  }

  private static boolean removePiece(String text, List<Token> tokens) {
    int from = find(text, tokens);
    if (from >= 0) {
      tokens.subList(from, from + texts(text).size()).clear();
    }
    return from >= 0;
  }

  private static boolean removeMember(String text, List<Token> tokens) {
    int from = find(text, tokens);
    if (from < 0) {
      return false;
    }
    int member = tokens.get(from).member();
    return tokens.removeIf(token -> token.member() == member);
  }

  @Test
  void noOtherClassIsWithoutATwin() throws IOException {
    Set<String> alone = new TreeSet<>(classes("elasticsearch"));
    alone.addAll(classes("opensearch"));
    alone.removeAll(twins());
    assertEquals(ALONE, alone);
  }
}
