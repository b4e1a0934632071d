/**
 * The plugin for Elasticsearch: the field type {@code nseek_vector}, the queries {@code nseek_knn},
 * {@code nseek_score} and {@code nseek_hybrid}, and {@code nseek_similarity}, which adds raw
 * similarities to hits.
 */
package org.nseekfs.elasticsearch;
