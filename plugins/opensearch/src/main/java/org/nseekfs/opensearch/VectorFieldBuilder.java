package org.nseekfs.opensearch;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.adapter.SimilarityLabel;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.WholeNumber;
import org.nseekfs.quantization.ElementType;
import org.opensearch.index.mapper.FieldMapper;
import org.opensearch.index.mapper.Mapper.BuilderContext;
import org.opensearch.index.mapper.ParametrizedFieldMapper;
import org.opensearch.index.mapper.ParametrizedFieldMapper.Parameter;

/** The options of a vector field in a mapping. None can be changed later, save {@code meta}. */
final class VectorFieldBuilder extends ParametrizedFieldMapper.Builder {

  private final Parameter<Integer> dimension =
      new Parameter<>(
          "dimension",
          false,
          () -> 0,
          (field, context, value) -> WholeNumber.of("dimension of field \"" + field + "\"", value),
          mapper -> field(mapper).dimension());
  private final Parameter<String> elementType =
      labelled(
          "element_type",
          ElementType.F32.label(),
          field -> field.elementType().label(),
          label -> ElementType.fromLabel(label).label());
  private final Parameter<String> similarity =
      labelled(
          "similarity",
          SimilarityLabel.of(VectorSimilarityFunction.COSINE),
          field -> SimilarityLabel.of(field.similarityFunction()),
          label -> SimilarityLabel.of(SimilarityLabel.parse(label)));
  private final Parameter<Boolean> codes =
      Parameter.boolParam("codes", false, mapper -> field(mapper).codes(), true);
  private final Parameter<Boolean> lsh =
      Parameter.boolParam("lsh", false, mapper -> field(mapper).lsh(), true);
  private final Parameter<Map<String, String>> meta = Parameter.metaParam();

  VectorFieldBuilder(String name) {
    super(name);
  }

  private static VectorField field(FieldMapper mapper) {
    return ((VectorFieldMapper) mapper).field();
  }

  /** A parameter whose values have labels; {@code checked} refuses others. */
  private static Parameter<String> labelled(
      String name,
      String defaultLabel,
      Function<VectorField, String> current,
      UnaryOperator<String> checked) {
    return new Parameter<>(
        name,
        false,
        () -> defaultLabel,
        (field, context, value) -> checked.apply(String.valueOf(value)),
        mapper -> current.apply(field(mapper)));
  }

  @Override
  protected List<Parameter<?>> getParameters() {
    return List.of(dimension, elementType, similarity, codes, lsh, meta);
  }

  @Override
  public ParametrizedFieldMapper build(BuilderContext context) {
    String name = buildFullName(context);
    FieldMapper.MultiFields subFields = multiFieldsBuilder.build(this, context);
    if (subFields.iterator().hasNext()) {
      throw new IllegalArgumentException(VectorField.typed(name) + " takes no sub-fields");
    }
    if (!copyTo.build().copyToFields().isEmpty()) {
      throw new IllegalArgumentException(VectorField.typed(name) + " takes no copy_to");
    }
    VectorField field =
        new VectorField(
            name,
            dimension.getValue(),
            ElementType.fromLabel(elementType.getValue()),
            SimilarityLabel.parse(similarity.getValue()),
            codes.getValue(),
            lsh.getValue());
    return new VectorFieldMapper(
        name(), new VectorFieldType(field, meta.getValue()), subFields, copyTo.build());
  }
}
