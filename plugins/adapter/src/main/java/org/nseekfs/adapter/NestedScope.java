package org.nseekfs.adapter;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;

/**
 * Where a query stands: inside a query for nested objects, or outside of all. A vector field must
 * be one of theirs. A filter may also be about what they lie in: each of its clauses is decided
 * where its fields are, and what is found there is joined to the objects in it, so that clauses
 * combine and are negated for each object by itself.
 */
public final class NestedScope {

  private final NestedObjects objects;
  private final String path;

  /**
   * The scope of the objects of a path.
   *
   * @param path {@link NestedObjects#DOCUMENTS} outside of all queries for nested objects
   */
  public NestedScope(NestedObjects objects, String path) {
    this.objects = Objects.requireNonNull(objects, "objects");
    this.path = Objects.requireNonNull(path, "path");
  }

  /**
   * Checks that what is searched here has a field.
   *
   * @param query what requests call the query that reads it
   * @throws IllegalArgumentException naming field and query, and where the query belongs
   */
  public void require(String field, String query) {
    String owner = enclosing(field);
    if (!owner.equals(path)) {
      throw new IllegalArgumentException(
          "field \""
              + field
              + "\" lies in "
              + (isDocuments(owner) ? "no nested objects: " : "nested objects: ")
              + query
              + " must be "
              + position(owner)
              + ", got it "
              + position(path));
    }
  }

  /**
   * Checks that a query that finds whole documents stands outside of all nested queries.
   *
   * @param query what requests call it
   * @throws IllegalArgumentException naming query and path
   */
  public void requireDocuments(String query) {
    if (!isDocuments(path)) {
      throw new IllegalArgumentException(
          query
              + " finds whole documents: it must be "
              + position(NestedObjects.DOCUMENTS)
              + ", got it "
              + position(path));
    }
  }

  /**
   * The parents of the nested objects that are searched here: what they lie in. Null outside of all
   * nested queries.
   */
  public BitSetProducer parents() {
    return isDocuments(path) ? null : objects.bits(objects.documents(enclosing(path)));
  }

  /**
   * Checks that hits of what is searched here have the values of a field.
   *
   * @param asked what requests call what they ask for
   * @throws IllegalArgumentException naming field and path, and which hits have them
   */
  public void requireOfHits(String field, String asked) {
    level(field, "\" lies in nested objects: " + asked + " is that of inner_hits of");
  }

  private static String position(String path) {
    return isDocuments(path)
        ? "outside of nested queries"
        : "inside a nested query of path \"" + path + "\"";
  }

  /**
   * The filter as one of what is searched here.
   *
   * @throws IllegalArgumentException naming the clause, and what to do, if it cannot be decided
   *     exactly
   */
  public Query filter(Query filter) {
    Query query = objects.plain(filter);
    return switch (query) {
      case BooleanQuery all -> all(all);
      case ConstantScoreQuery constant -> filter(constant.getQuery());
      case BoostQuery boosted -> filter(boosted.getQuery());
      case DisjunctionMaxQuery any ->
          new DisjunctionMaxQuery(any.getDisjuncts().stream().map(this::filter).toList(), 0);
      case MatchAllDocsQuery everything -> everything;
      case MatchNoDocsQuery nothing -> nothing;
      default ->
          objects.nested(query).map(clause -> nested(query, clause)).orElseGet(() -> named(query));
    };
  }

  private Query all(BooleanQuery query) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.setMinimumNumberShouldMatch(query.getMinimumNumberShouldMatch());
    for (BooleanClause clause : query) {
      all.add(filter(clause.query()), clause.occur());
    }
    return all.build();
  }

  /** A query for nested objects is about the innermost of what is here that they can lie in. */
  private Query nested(Query query, NestedObjects.Clause clause) {
    if (isDocuments(path) || clause.child() instanceof MatchNoDocsQuery) {
      return query;
    }
    String inner = pathOf(clause.child());
    String level = path;
    while (!isAround(level, inner) || level.equals(inner)) {
      level = enclosing(level);
    }
    return level.equals(path)
        ? query
        : join(clause.joined().apply(objects.bits(objects.documents(level))), level);
  }

  /**
   * The path of the objects that {@code child} matches. Engines restrict it to them, unless all of
   * its fields are theirs.
   */
  private String pathOf(Query child) {
    if (child instanceof BooleanQuery all) {
      for (String inner : objects.paths()) {
        if (all.getClauses(BooleanClause.Occur.FILTER).contains(objects.documents(inner))) {
          return inner;
        }
      }
    }
    Set<String> owners = new TreeSet<>();
    NamedFields.of(child, objects).names().forEach(field -> owners.add(enclosing(field)));
    if (owners.size() != 1) {
      throw new IllegalArgumentException(
          "filter "
              + child
              + " of nested objects is about fields of several of them, "
              + owners
              + ": give each path a nested query of its own");
    }
    return owners.iterator().next();
  }

  /** The clause decided at the level that has its fields. */
  private Query named(Query query) {
    NamedFields fields = NamedFields.of(query, objects);
    Set<String> levels = new TreeSet<>();
    for (String field : fields.names()) {
      levels.add(level(field, "\" of a filter lies in nested objects: ask for it inside"));
    }
    if (levels.size() > 1) {
      throw new IllegalArgumentException(
          "filter "
              + query
              + " is about fields of several levels of nested objects, "
              + fields.names()
              + ": give each a query of its own, in a bool query");
    }
    if (isDocuments(path)) {
      return query;
    }
    if (!fields.areAll()) {
      throw new IllegalArgumentException(
          "filter "
              + query
              + " does not tell all fields it reads, so it may be about nested objects of path \""
              + path
              + "\" or about what they lie in: put it outside of the nested query, in a bool query");
    }
    return join(query, levels.iterator().next());
  }

  /**
   * The innermost level around what is searched that has the values of a field.
   *
   * @param where what is said between field and path, if there is none
   * @throws IllegalArgumentException naming field and path, if there is none
   */
  private String level(String field, String where) {
    String level = enclosing(field);
    while (!isAround(level, path)) {
      if (objects.includedInParent(level)) {
        level = enclosing(level);
      } else if (objects.includedInDocument(level)) {
        level = NestedObjects.DOCUMENTS;
      } else {
        throw new IllegalArgumentException(
            "field \"" + field + where + " a nested query of path \"" + level + "\"");
      }
    }
    return level;
  }

  /** What is found among the objects of {@code level}, for what lies in them. */
  public Query join(Query query, String level) {
    if (level.equals(path)) {
      return query;
    }
    Query parents = objects.documents(level);
    Query found =
        new BooleanQuery.Builder()
            .add(query, BooleanClause.Occur.FILTER)
            .add(parents, BooleanClause.Occur.FILTER)
            .build();
    return new ToChildBlockJoinQuery(found, objects.bits(parents));
  }

  private static boolean isDocuments(String path) {
    return path.equals(NestedObjects.DOCUMENTS);
  }

  private static boolean isAround(String level, String path) {
    return isDocuments(level) || path.equals(level) || path.startsWith(level + ".");
  }

  /** The path of the nested objects that a field, or other nested objects, lie in. */
  private String enclosing(String name) {
    String outer = name;
    do {
      outer = outer.substring(0, Math.max(0, outer.lastIndexOf('.')));
    } while (!isDocuments(outer) && !objects.paths().contains(outer));
    return outer;
  }
}
