package org.nseekfs.elasticsearch;

import org.elasticsearch.index.mapper.FieldMapper;
import org.nseekfs.adapter.VectorField;

/** What each minor version of Elasticsearch wants of the mapping options of plugins. */
abstract class VersionedFieldBuilder extends FieldMapper.Builder {

  VersionedFieldBuilder(String name) {
    super(name);
  }

  @Override
  public String contentType() {
    return VectorField.TYPE;
  }
}
