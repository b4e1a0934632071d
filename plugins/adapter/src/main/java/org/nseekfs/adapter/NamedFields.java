package org.nseekfs.adapter;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/** The fields that a query names, and whether they are all that it reads. */
final class NamedFields extends QueryVisitor {

  /** The field in which documents have the names of some of their fields as terms. */
  private static final String FIELD_NAMES = "_field_names";

  private final NestedObjects objects;
  private final Set<String> names = new TreeSet<>();
  private boolean namedByLeaf;
  private boolean complete = true;

  private NamedFields(NestedObjects objects) {
    this.objects = objects;
  }

  static NamedFields of(Query query, NestedObjects objects) {
    NamedFields fields = new NamedFields(objects);
    query.visit(fields);
    return fields;
  }

  Set<String> names() {
    return names;
  }

  /** Whether the query reads no other field. */
  boolean areAll() {
    return complete && !names.isEmpty();
  }

  private void add(String field) {
    namedByLeaf = true;
    if (!field.equals(FIELD_NAMES)) {
      names.add(field);
    }
  }

  @Override
  public boolean acceptField(String field) {
    add(field);
    return true;
  }

  @Override
  public void consumeTerms(Query query, Term... terms) {
    for (Term term : terms) {
      add(term.field().equals(FIELD_NAMES) ? term.text() : term.field());
    }
    namedByLeaf = false;
  }

  @Override
  public void consumeTermsMatching(
      Query query, String field, Supplier<ByteRunAutomaton> automaton) {
    add(field);
    complete &= !field.equals(FIELD_NAMES);
    namedByLeaf = false;
  }

  @Override
  public void visitLeaf(Query query) {
    complete &=
        namedByLeaf || query instanceof MatchAllDocsQuery || query instanceof MatchNoDocsQuery;
    namedByLeaf = false;
  }

  /** Clauses that must not match are visited too. */
  @Override
  public QueryVisitor getSubVisitor(BooleanClause.Occur occur, Query parent) {
    if (objects.nested(parent).isPresent()) {
      complete = false;
      return EMPTY_VISITOR;
    }
    complete &= !objects.hidesFields(parent);
    return this;
  }
}
