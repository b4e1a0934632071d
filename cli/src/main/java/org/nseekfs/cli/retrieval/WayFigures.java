package org.nseekfs.cli.retrieval;

/**
 * How well a way of searching finds what it should: means over all questions, of the first k hits.
 *
 * @param engine the way, with its parameter
 * @param mrr one over the rank of the first relevant hit
 * @param ndcg relevant hits discounted by the logarithm of their ranks, over the largest possible
 * @param recall relevant hits over relevant documents
 */
public record WayFigures(String engine, double mrr, double ndcg, double recall) {}
