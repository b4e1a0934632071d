package org.nseekfs.opensearch;

import java.io.IOException;
import org.nseekfs.plugins.NestedFilterCases;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** Filters on documents and on nested objects: {@link NestedFilterCases}. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class NestedFilterTest extends NodesTestCase {

  private final NestedFilterCases cases = new NestedFilterCases(CLUSTER);

  public void testFiltersInsideNestedAreOfDocumentsAndOfTheirParts() throws IOException {
    cases.filtersInsideNestedAreOfDocumentsAndOfTheirParts();
  }

  public void testFiltersOfTwoLevelsInsideNestedInNested() throws IOException {
    cases.filtersOfTwoLevelsInsideNestedInNested();
  }

  public void testFiltersOutsideOfNestedAreOfDocuments() throws IOException {
    cases.filtersOutsideOfNestedAreOfDocuments();
  }

  public void testFiltersOfAliasesAreOfDocuments() throws IOException {
    cases.filtersOfAliasesAreOfDocuments();
  }

  public void testWhatCannotBeDecidedExactlyIsRefused() throws IOException {
    cases.whatCannotBeDecidedExactlyIsRefused();
  }

  public void testQueriesThatStandWhereTheFieldIsNotAreRefused() throws IOException {
    cases.queriesThatStandWhereTheFieldIsNotAreRefused();
  }
}
