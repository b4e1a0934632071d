package org.nseekfs.solr;

import org.apache.solr.common.SolrException;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.schema.SchemaField;
import org.apache.solr.search.QueryParsing;
import org.nseekfs.adapter.VectorElements;
import org.nseekfs.adapter.VectorField;

/**
 * The field that a request searches and the vector it searches for.
 *
 * @param elements of the vector, as the request has them
 */
record FieldTarget(VectorField field, double[] elements) {

  /**
   * The target of the local params {@code f} and {@code v}.
   *
   * @throws SolrException status 400, saying what is missing, or what the field is
   */
  static FieldTarget of(SolrParams localParams, SolrQueryRequest request) {
    return of(localParams.get(QueryParsing.F), localParams.get(QueryParsing.V), request);
  }

  /** The same of a field's name and a vector as text. */
  static FieldTarget of(String field, String vector, SolrQueryRequest request) {
    require("the vector field 'f'", field);
    require("the vector 'v'", vector);
    SchemaField schemaField = request.getSchema().getField(field);
    if (!(schemaField.getType() instanceof NSeekVectorField type)) {
      throw BadRequest.of(
          "field \""
              + field
              + "\" must be of class "
              + NSeekVectorField.class.getName()
              + ", got "
              + schemaField.getType().getClass().getName());
    }
    if (!schemaField.indexed()) {
      throw BadRequest.of("field \"" + field + "\" must be indexed, got indexed=\"false\"");
    }
    return new FieldTarget(type.vectorField(field), VectorText.elements(field, vector));
  }

  private static void require(String what, String value) {
    if (value == null || value.isBlank()) {
      throw BadRequest.of(what + " is missing");
    }
  }

  /**
   * The vector as one of the field's.
   *
   * @throws SolrException status 400, naming the field, if it does not fit
   */
  VectorElements vector() {
    try {
      VectorElements vector = VectorElements.of(field, elements);
      vector.toArray();
      return vector;
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }
}
