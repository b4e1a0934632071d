package org.nseekfs.solr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.queries.function.ValueSource;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.response.DocsStreamer;
import org.apache.solr.schema.DenseVectorField;
import org.apache.solr.schema.IndexSchema;
import org.apache.solr.schema.SchemaField;
import org.apache.solr.search.QParser;
import org.apache.solr.search.vector.KnnQParser;
import org.apache.solr.util.vector.DenseVectorParser;
import org.nseekfs.adapter.FieldWarmUp;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;
import org.nseekfs.quantization.ElementType;

/**
 * Vectors that are searched exactly, or to a recall target.
 *
 * <pre>{@code
 * <fieldType name="vector" class="org.nseekfs.solr.NSeekVectorField" vectorDimension="384"
 *            similarityFunction="cosine" elementType="f16" codes="true" lsh="true"/>
 * }</pre>
 *
 * <p>{@code vectorDimension} and {@code similarityFunction} are those of {@link DenseVectorField}.
 * {@code elementType} says how elements are stored for searching: f8, f16, bf16, f32 (if not
 * given), f64 or byte. {@code codes} and {@code lsh}, both true if not given, say whether codes for
 * certified search and sign codes for search to a recall target are written. A stored field gives
 * the vector back as it was given, as floats, doubles or integers.
 *
 * <p>Solr's own {@code {!knn}} gets exact hits on such a field.
 */
public class NSeekVectorField extends DenseVectorField {

  static {
    // Solr looks for formats of other kinds in plugins, but not for those of vectors: it would
    // write with this plugin, and not open what it wrote.
    KnnVectorsFormat.reloadKnnVectorsFormat(NSeekVectorField.class.getClassLoader());
    // Values of types that are not listed here reach binary responses as strings.
    DocsStreamer.KNOWN_TYPES.add(NSeekVectorField.class);
  }

  /** Never closed: Solr does not tell a type of its end, and no thread of these keeps it alive. */
  private static final FieldWarmUp WARM_UP = new FieldWarmUp();

  static {
    WARM_UP.start(search -> Thread.ofPlatform().daemon().name("nseek-warm-up").start(search));
  }

  private static final String ELEMENT_TYPE = "elementType";
  private static final String CODES = "codes";
  private static final String LSH = "lsh";
  private static final String VECTOR_ENCODING = "vectorEncoding";

  private final VectorFormats formats = new VectorFormats();
  private ElementType elementType;
  private boolean codes;
  private boolean lsh;

  /** For Solr, which calls {@link #init}. */
  public NSeekVectorField() {}

  @Override
  public void init(IndexSchema schema, Map<String, String> args) {
    if (args.containsKey(VECTOR_ENCODING)) {
      throw invalid(
          VECTOR_ENCODING
              + " must not be given, got \""
              + args.get(VECTOR_ENCODING)
              + "\": "
              + ELEMENT_TYPE
              + " says how elements are stored");
    }
    if (isMultiValued()) {
      throw invalid("multiValued must not be true");
    }
    String label = args.remove(ELEMENT_TYPE);
    try {
      elementType = label == null ? ElementType.F32 : ElementType.fromLabel(label);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
    codes = flag(args, CODES);
    lsh = flag(args, LSH);
    VectorEncoding encoding = elementType.isFloat() ? VectorEncoding.FLOAT32 : VectorEncoding.BYTE;
    args.put(VECTOR_ENCODING, encoding.name());
    super.init(schema, args);
  }

  private boolean flag(Map<String, String> args, String name) {
    String value = args.remove(name);
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw invalid(name + " must be true or false, got \"" + value + "\"");
    }
    return !"false".equals(value);
  }

  private SolrException invalid(String message) {
    return new SolrException(
        ErrorCode.SERVER_ERROR, "field type \"" + getTypeName() + "\": " + message);
  }

  @Override
  public void checkSchemaField(SchemaField field) {
    super.checkSchemaField(field);
    try {
      WARM_UP.opened(vectorField(field.getName()));
    } catch (IllegalArgumentException e) {
      throw new SolrException(ErrorCode.SERVER_ERROR, e.getMessage(), e);
    }
  }

  /** The declaration of the field {@code name} of this type. */
  VectorField vectorField(String name) {
    return new VectorField(
        name, super.getDimension(), elementType, getSimilarityFunction(), codes, lsh);
  }

  /** As Lucene sees it: a vector of doubles has eight bytes for each. */
  @Override
  public int getDimension() {
    int dimension = super.getDimension();
    return elementType == ElementType.F64 ? elementType.rowBytes(dimension) : dimension;
  }

  @Override
  public KnnVectorsFormat buildKnnVectorsFormat() {
    return formats.format(vectorField(getTypeName()));
  }

  @Override
  public List<IndexableField> createFields(SchemaField field, Object value) {
    List<IndexableField> fields = new ArrayList<>(2);
    try {
      double[] numbers = VectorText.elements(field.getName(), value);
      VectorElements elements = VectorElements.of(vectorField(field.getName()), numbers);
      if (field.indexed()) {
        fields.add(elements.toField());
      }
      if (field.stored()) {
        fields.add(new StoredField(field.getName(), StoredVector.encode(elements.toArray())));
      }
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
    return fields;
  }

  @Override
  public Object toObject(IndexableField stored) {
    return StoredVector.decode(stored.name(), elementType, stored.binaryValue());
  }

  @Override
  public String toExternal(IndexableField stored) {
    return toObject(stored).toString();
  }

  @Override
  public DenseVectorParser getVectorBuilder(Object value, DenseVectorParser.BuilderPhase phase) {
    return new StockVectorParser(vectorField(getTypeName()), value);
  }

  /** The exact hits; an exact search has no use for what else {@code {!knn}} may say. */
  @Override
  public Query getKnnVectorQuery(
      String fieldName,
      String vectorToSearch,
      int topK,
      int efSearch,
      Query filterQuery,
      Query seedQuery,
      KnnQParser.EarlyTerminationParams earlyTermination,
      Integer filteredSearchThreshold) {
    try {
      double[] target = VectorText.elements(fieldName, vectorToSearch);
      KnnRequest request = KnnRequest.exact(topK);
      return new RequestQuery(request.toQuery(vectorField(fieldName), target, filterQuery));
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  @Override
  public Query getSpecializedExistenceQuery(QParser parser, SchemaField field) {
    return new FieldExistsQuery(field.getName());
  }

  /** {@code field:[* TO *]} only. */
  @Override
  public Query getRangeQuery(
      QParser parser,
      SchemaField field,
      String least,
      String largest,
      boolean minInclusive,
      boolean maxInclusive) {
    return least == null && largest == null
        ? getSpecializedExistenceQuery(parser, field)
        : super.getRangeQuery(parser, field, least, largest, minInclusive, maxInclusive);
  }

  @Override
  public ValueSource getValueSource(SchemaField field, QParser parser) {
    if (elementType == ElementType.F64) {
      throw BadRequest.of(
          "functions of Solr must have vectors of floats or bytes, got f64 in field \""
              + field.getName()
              + "\"; nseekSimilarity takes them");
    }
    return super.getValueSource(field, parser);
  }
}
