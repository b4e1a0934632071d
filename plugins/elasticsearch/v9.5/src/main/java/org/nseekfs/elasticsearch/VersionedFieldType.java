package org.nseekfs.elasticsearch;

import java.util.Map;
import org.elasticsearch.index.mapper.IndexType;
import org.elasticsearch.index.mapper.MappedFieldType;

/** What each minor version of Elasticsearch wants of the field types of plugins. */
abstract class VersionedFieldType extends MappedFieldType {

  VersionedFieldType(String name, Map<String, String> meta) {
    super(name, IndexType.vectors(), false, meta);
  }
}
